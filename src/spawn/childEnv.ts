// The child's environment, read from the caller's object.
import { isProxy } from 'node:util/types';
import { isMainThread } from 'node:worker_threads';
import { binding } from '../addon/addon';
import { invalidArgType, invalidArgValue, rethrowSystemError } from '../errors';
import { env } from '../node';

const DEFAULT_NAME = 'xterm';

/**
 * Variables that describe the terminal or multiplexer around this process; a program in a terminal
 * of its own would draw wrong conclusions from them. As node-pty, only taken out of process.env
 * itself: who passes another object has chosen.
 */
const OUTER_TERMINAL = new Set([
  'TMUX',
  'TMUX_PANE',
  'STY',
  'WINDOW',
  'WINDOWID',
  'TERMCAP',
  'COLUMNS',
  'LINES',
]);

/** What a child gets. */
interface ChildEnvironment {
  /** As the addon takes it. */
  readonly block: string;
  readonly term: string;
}

interface Made {
  /** The addon's, of environ(7). */
  version: number;
  cwd: string;
  name: string | undefined;
}

/** process.env as it was last seen. */
interface Known {
  source: object | undefined;
  /** Not Node's own, see isPlain(). */
  plain: boolean;
  /** The very strings that its values were read by. */
  names: string[];
  /** What was made of it, and of what else. */
  made: (ChildEnvironment & Made) | undefined;
}

let known: Known = { source: undefined, plain: true, names: [], made: undefined };

/**
 * False for Node's own process.env: it asks the C library at every look, refuses every property
 * that is not enumerable, and, unlike an object that was put in its place, even a
 * description that changes nothing. (Deno's is a Proxy, whose target such a description would change.)
 */
function isPlain(source: object): boolean {
  if (isProxy(source)) return true;
  const [name] = Object.getOwnPropertyNames(source);
  if (name === undefined) return true;
  try {
    Object.defineProperty(source, name, Object.create(null));
    return true;
  } catch {
    return false;
  }
}

/**
 * The names in process.env. Where nothing can differ: getOwnPropertyNames(), which does not ask about
 * each name whether it is enumerable, and the strings of the last time for equal names, which V8 has
 * ready as property keys.
 */
function inheritedNames(source: object): string[] {
  if (known.plain) return Object.keys(source);
  const names = Object.getOwnPropertyNames(source);
  const before = known.names;
  for (let i = 0; i < names.length && names[i] === before[i]; i++) names[i] = before[i] as string;
  known.names = names;
  return names;
}

/** Of the addon's copy. @throws Error `ENOMEM`, `malloc`. */
function environVersion(): number {
  try {
    return binding.environVersion();
  } catch (error) {
    rethrowSystemError(error, 'spawn');
  }
}

/**
 * The child's environment when this process's is inherited. Reading process.env is most of what a
 * spawn costs in JS, so what was made of it is used again as long as the addon finds all of environ(7)
 * unchanged, by whomever. (In a worker process.env is a copy, of which environ knows nothing.)
 */
function inherited(
  source: NodeJS.ProcessEnv,
  cwd: string,
  name: string | undefined,
): ChildEnvironment {
  if (known.source !== source) {
    known = { source, plain: isPlain(source), names: [], made: undefined };
  }
  if (known.plain || !isMainThread) {
    return write(source, inheritedNames(source), true, cwd, name);
  }
  const version = environVersion();
  const { made } = known;
  if (made?.version === version && made.cwd === cwd && made.name === name) return made;
  const { block, term } = write(source, inheritedNames(source), true, cwd, name);
  known.made = { block, term, version, cwd, name };
  return known.made;
}

/** @throws TypeError `ERR_INVALID_ARG_VALUE`: a C string would end at the NUL, unseen. */
export function withoutNul(name: string, value: string): string {
  if (value.includes('\0')) throw invalidArgValue(name, 'must not contain a NUL byte');
  return value;
}

/**
 * The child's environment as the addon takes it, and its TERM.
 * @param cwd becomes PWD; empty leaves that as it is, unless Node could not read it.
 * @param name becomes TERM when it is not empty.
 */
export function environment(
  source: NodeJS.ProcessEnv,
  cwd: string,
  name: string | undefined,
): ChildEnvironment {
  if (source === env()) return inherited(source, cwd, name);
  return write(source, Object.keys(source), false, cwd, name);
}

// One pass and one string. In the order of the source, as node-pty: a program that prints its
// environment prints the same.
function write(
  source: NodeJS.ProcessEnv,
  names: string[],
  inherited: boolean,
  cwd: string,
  name: string | undefined,
): ChildEnvironment {
  let block = '';
  let term = '';
  let placed = !cwd; // PWD
  for (let i = 0; i < names.length; i++) {
    const key = names[i] as string;
    const value = source[key];
    // As child_process: undefined means absent (node-pty passes the text "undefined").
    if (value === undefined || (inherited && OUTER_TERMINAL.has(key))) continue;
    if (typeof value === 'symbol') throw invalidArgType(`env.${key}`, 'a string', value);
    const text = `${value}`;
    if (key.includes('\0')) withoutNul('env', key);
    if (text.includes('\0')) withoutNul(`env.${key}`, text);
    if (key === 'TERM') {
      term = name || text || DEFAULT_NAME;
      block += `TERM=${term}\0`;
    } else if (key === 'PWD' && cwd) {
      placed = true;
      block += `PWD=${cwd}\0`;
    } else if (key === 'PWD' && inherited && text.includes('\ufffd')) {
      // Node's text for a name that is not UTF-8: the program asks the kernel where it is.
    } else {
      block += `${key}=${text}\0`;
    }
  }
  if (!placed) block += `PWD=${cwd}\0`;
  if (term) return { block, term };
  term = name || DEFAULT_NAME;
  return { block: `${block}TERM=${term}\0`, term };
}
