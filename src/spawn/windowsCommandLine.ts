// Command lines for CreateProcessW: Windows hands a program one string, which the program itself takes apart.
// Rules: "Parsing C command-line arguments" and CommandLineToArgvW (Microsoft Learn); for cmd.exe its own.
import { invalidArgValue } from '../errors';
import type { ArgvOrCommandLine } from '../types';

const NEEDS_QUOTES = /[\s"]/;

/** Backslashes count only before a quote: there each stands for itself only when doubled. */
function quoteArgument(argument: string): string {
  if (argument !== '' && !NEEDS_QUOTES.test(argument)) return argument;
  return `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`;
}

/**
 * A program reads its own name by simpler rules: up to the next quote, and no backslash escapes.
 * @throws TypeError `ERR_INVALID_ARG_VALUE` for a quote, which no file's name can have.
 */
function quoteProgram(name: string): string {
  if (name.includes('"')) throw invalidArgValue('file', 'must not contain a quote');
  return name === '' || /\s/.test(name) ? `"${name}"` : name;
}

/**
 * The command line by which a program gets `args`: an array element by element, whatever is in it; a string as
 * it is, after the program's name.
 */
export function commandLine(program: string, args: ArgvOrCommandLine): string {
  if (typeof args === 'string') {
    return args === '' ? quoteProgram(program) : `${quoteProgram(program)} ${args}`;
  }
  return [quoteProgram(program), ...args.map(quoteArgument)].join(' ');
}

/** True for what CreateProcessW gives to cmd.exe. */
export function isBatchFile(path: string): boolean {
  // Windows drops dots and spaces from the end of a name.
  return /\.(bat|cmd)[. ]*$/i.test(path);
}

// What cmd.exe leaves alone outside quotes. Whatever else is in an argument, it is quoted.
const PLAIN_FOR_CMD = /^[\w#$*+\-./:?@\\]+$/;

/**
 * Inside quotes cmd.exe still expands variables, and its %* copies the text into further commands. A percent sign
 * cannot be escaped on a command line; %cd:~,% expands to nothing and keeps two of them apart. A quote is
 * doubled, so that cmd.exe never sees the end of the quotes.
 */
function quoteForBatch(argument: string): string {
  if (/[\r\n]/.test(argument)) {
    throw invalidArgValue('args', 'for a batch file must not contain a line break');
  }
  if (PLAIN_FOR_CMD.test(argument) && !argument.endsWith('\\')) return argument;
  const text = argument
    .replace(/(\\*)"/g, '$1$1""')
    .replace(/(\\+)$/, '$1$1')
    .replace(/%/g, '%%cd:~,%');
  return `"${text}"`;
}

/**
 * The command line by which cmd.exe runs the batch file at `path`. An array's elements cannot become commands
 * (CVE-2024-27980 is what happens without that); a string is the caller's own text, as it is.
 *
 * `/d`: no AutoRun. `/e:ON`, `/v:OFF`: %cd:~,% works, and no !variable! is expanded, whatever the registry says.
 *
 * @throws TypeError `ERR_INVALID_ARG_VALUE` for a line break in an element.
 */
export function batchCommandLine(cmd: string, path: string, args: ArgvOrCommandLine): string {
  const script = quoteForBatch(path);
  const quotedScript = script.startsWith('"') ? script : `"${script}"`;
  const rest = typeof args === 'string' ? args : args.map(quoteForBatch).join(' ');
  const call = rest === '' ? quotedScript : `${quotedScript} ${rest}`;
  return `${quoteProgram(cmd)} /e:ON /v:OFF /d /c "${call}"`;
}
