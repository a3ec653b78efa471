// What the caller of spawn() asks for on Windows, checked and completed before anything is opened.
import { win32 as path } from 'node:path';
import type { NativeConsoleRequest } from '../addon/addon';
import { invalidArgType, invalidArgValue } from '../errors';
import type { IPtyForkOptions, IWindowsPtyForkOptions } from '../interfaces';
import { env as currentEnv, cwd as currentFolder } from '../node';
import type { ArgvOrCommandLine } from '../types';
import { withoutNul } from './childEnv';
import { Given } from './given';
import { abortSignalOption } from './limitOptions';
import {
  checkEncoding,
  DEFAULT_COLS,
  DEFAULT_ROWS,
  optional,
  sizeOption,
  throwOption,
} from './options';
import { batchCommandLine, commandLine, isBatchFile } from './windowsCommandLine';
import { type WindowsEnvironment, windowsEnvironment } from './windowsEnv';
import { findProgram } from './windowsProgram';

const DEFAULT_FILE = 'cmd.exe';
const DEFAULT_NAME = 'Windows Shell';

/** The flag of CreatePseudoConsole. */
const INHERIT_CURSOR = 1;

/** Checked options of spawn() on Windows. */
export interface WindowsPlan {
  request: NativeConsoleRequest;
  encoding: BufferEncoding | null;
  name: string;
  file: string;
  args: ArgvOrCommandLine;
  signal: AbortSignal | undefined;
}

/** @throws TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`. */
function checkedArgs(args: unknown): ArgvOrCommandLine {
  if (args === undefined || args === null || args === '') return [];
  if (typeof args === 'string') return withoutNul('args', args);
  if (!Array.isArray(args)) throw invalidArgType('args', 'an array or a string', args);
  return args.map((arg: unknown, i) => {
    if (typeof arg !== 'string') throw invalidArgType(`args[${i}]`, 'a string', arg);
    return withoutNul(`args[${i}]`, arg);
  });
}

/** The command processor of this Windows, wherever the caller's ComSpec points. */
function commandProcessor(env: WindowsEnvironment): string {
  return path.join(env.get('SYSTEMROOT') ?? 'C:\\Windows', 'System32', 'cmd.exe');
}

/** node-pty's words, which Theia and others look for, with a code. */
function fileNotFound(file: string): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException = new Error(`File not found: ${file}`);
  return Object.assign(error, { code: 'ENOENT', errno: -4058, syscall: 'spawn', path: file });
}

/**
 * The conpty.dll that is asked for: by `useConptyDll: true` the one beside the addon, in `conpty/`; by a path that one.
 * @throws TypeError `ERR_INVALID_ARG_VALUE` for a path that is not absolute.
 */
function chosenDll(value: unknown, addonFolder: string): string {
  if (!value) return '';
  if (typeof value !== 'string') return path.join(addonFolder, 'conpty', 'conpty.dll');
  if (!path.isAbsolute(value)) throw invalidArgValue('useConptyDll', 'must be an absolute path');
  return withoutNul('useConptyDll', value);
}

/**
 * Checks and completes the arguments of spawn().
 * @param addonFolder where pty.node is.
 * @throws Error `ENOENT` "File not found: "; TypeError `ERR_INVALID_ARG_TYPE`, `ERR_INVALID_ARG_VALUE`,
 *   `ERR_UNKNOWN_ENCODING`; RangeError `ERR_OUT_OF_RANGE`.
 */
export function planWindowsSpawn(
  file: unknown,
  args: unknown,
  options: unknown,
  addonFolder: string,
): WindowsPlan {
  const given = new Given(
    optional<IPtyForkOptions & IWindowsPtyForkOptions & { slave?: unknown }>(
      'options',
      options,
      'object',
    ),
  );
  if (given.get('slave')) throw invalidArgValue('slave', 'is not supported on Windows');
  const program = withoutNul('file', optional<string>('file', file, 'string') ?? DEFAULT_FILE);
  const list = checkedArgs(args);
  const chosenCwd = withoutNul('cwd', optional<string>('cwd', given.get('cwd'), 'string') ?? '');
  const cwd = path.resolve(currentFolder(), chosenCwd);
  const env = windowsEnvironment(
    optional<NodeJS.ProcessEnv>('env', given.get('env'), 'object') ?? currentEnv(),
    currentEnv(),
  );
  const name = optional<string>('name', given.get('name'), 'string');
  const encoding = checkEncoding(given.get('encoding'));
  const argv0 = withoutNul('argv0', optional<string>('argv0', given.get('argv0'), 'string') ?? '');
  const cols = sizeOption('cols', given.get('cols'), DEFAULT_COLS);
  const rows = sizeOption('rows', given.get('rows'), DEFAULT_ROWS);
  const dll = chosenDll(given.get('useConptyDll'), addonFolder);
  const throwOnFailure = throwOption(given.get('spawnErrors'));
  const signal = abortSignalOption(given.get('signal'));
  // The disk is looked at last: what is wrong with the arguments is wrong on every machine.
  const found = findProgram(program, cwd, env);
  if (found === undefined) throw fileNotFound(program);
  const cmd = commandProcessor(env);
  const isBatch = isBatchFile(found);
  return {
    encoding,
    name: withoutNul('name', name || env.get('TERM') || DEFAULT_NAME),
    file: program,
    args: list,
    signal,
    request: {
      cols,
      rows,
      decode: encoding === 'utf8',
      path: isBatch ? cmd : found,
      commandLine: isBatch
        ? batchCommandLine(cmd, found, list)
        : commandLine(argv0 || program, list),
      env: env.block,
      cwd,
      flags: given.get('conptyInheritCursor') ? INHERIT_CURSOR : 0,
      dll,
      answers: given.get('conptyAnswers') !== false,
      throwOnFailure,
    },
  };
}
