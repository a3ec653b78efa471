// How the facts run programs.
import { until, within } from '../../helpers/until';
import type { AnyPty, Library } from '../libraries';

const PATIENCE_MS = 10_000;
/** node-pty may lose the output of a program that exits (node-pty#72), so it is asked again. */
const ATTEMPTS = 20;

export type Fact = (library: Library) => unknown;

export interface Ended {
  output: string;
  exit: unknown;
}

/** The end of `pty`, as onExit tells it. */
export async function ended(pty: AnyPty): Promise<unknown> {
  const exit = new Promise<unknown>((resolve) => {
    pty.onExit(resolve);
  });
  return within(exit, PATIENCE_MS, `the exit of ${pty._file}`);
}

/** Kills `pty` and waits for its end. */
export async function kill(pty: AnyPty): Promise<void> {
  const end = ended(pty);
  pty.kill('SIGKILL');
  await end;
}

/** Collects the output of `pty`; `has` waits until it matches. */
export function listen(pty: AnyPty): { output(): string; has(pattern: RegExp): Promise<string> } {
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  const has = async (pattern: RegExp) => {
    await until(() => pattern.test(output), PATIENCE_MS, `${pattern} in ${JSON.stringify(output)}`);
    return output;
  };
  return { output: () => output, has };
}

/** Runs a program to its end; `complete` matches its whole output. */
export async function run(
  library: Library,
  [file, ...args]: string[],
  options: object = {},
  complete = /\n$/,
): Promise<Ended> {
  for (let attempt = 1; ; attempt++) {
    const pty = library.spawn(file, args, options);
    const shown = listen(pty);
    const exit = await ended(pty);
    const output = shown.output().replaceAll(String(pty.pid), 'PID');
    if (complete.test(output) || attempt === ATTEMPTS) return { output, exit };
  }
}

/** The whole output of a program that exits by itself. */
export async function outputOf(
  library: Library,
  command: string[],
  options: object = {},
  complete = /\n$/,
): Promise<string> {
  const { output } = await run(library, command, options, complete);
  if (!complete.test(output)) throw new Error(`${complete} is not in ${JSON.stringify(output)}`);
  return output;
}

/** What `call` returns, or in words what it throws. */
export function answer(call: () => unknown): unknown {
  try {
    const value = call();
    return value === undefined ? 'nothing' : value;
  } catch (error) {
    return `throws ${(error as Error).message}`;
  }
}

/**
 * What `stty -a` says, one setting after the other. The end-of-line characters are left out: they are
 * a difference of their own.
 */
export function modes(text: string): string[] {
  return text
    .replace(/\s+/g, ' ')
    .split(/;|(?<=[a-z0-9]) (?=-?[a-z]+[0-9]?(?: |$))/)
    .map((mode) => mode.trim())
    .filter((mode) => mode !== '' && !/^eol2? =/.test(mode));
}
