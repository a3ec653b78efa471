// Launches that cannot succeed, and how each of them fails.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { IPtyForkOptions } from 'flatpty';

export interface Failure {
  title: string;
  file: string;
  args: string[];
  options: IPtyForkOptions;
  code: string;
  errno: number;
  syscall: 'execve' | 'chdir';
  /** What ErrnoException.path says. */
  path: string;
  /** strerror(3). */
  words: string;
}

type Case = [title: string, file: string, code: keyof typeof ERRORS, options?: IPtyForkOptions];

const ERRORS = {
  ENOENT: [-2, 'No such file or directory'],
  E2BIG: [-7, 'Argument list too long'],
  EACCES: [-13, 'Permission denied'],
  ENOTDIR: [-20, 'Not a directory'],
  ENAMETOOLONG: [-36, 'File name too long'],
  ELOOP: [-40, 'Too many levels of symbolic links'],
} as const;

/** More than one argument may have: MAX_ARG_STRLEN, 32 pages, execve(2). */
const LONG_ARGUMENT = 'x'.repeat(200_000);

/** Every failure that needs no rights, with the files for it made in `root`. */
export function failures(root: string): Failure[] {
  const at = (name: string) => path.join(root, name);
  writeFileSync(at('text'), 'just text\n', { mode: 0o644 });
  writeFileSync(at('orphan'), '#!/no/such/interpreter\n', { mode: 0o755 });
  mkdirSync(at('folder'));
  symlinkSync(at('loop'), at('loop'));
  const cases: Case[] = [
    ['no such program in PATH', 'flatpty-no-such-program', 'ENOENT', { env: { PATH: '/bin' } }],
    ['no such path', at('missing'), 'ENOENT'],
    ['not executable', at('text'), 'EACCES'],
    ['not executable, found in PATH', 'text', 'EACCES', { env: { PATH: `${root}:/missing` } }],
    ['a directory', at('folder'), 'EACCES'],
    ['an interpreter that is missing', at('orphan'), 'ENOENT'],
    ['a file used as a directory', `${at('text')}/below`, 'ENOTDIR'],
    ['a link to itself', at('loop'), 'ELOOP'],
    ['a name that is too long', `/${'x'.repeat(300)}`, 'ENAMETOOLONG'],
    ['arguments that are too long', '/bin/true', 'E2BIG'],
    ['an environment that is too long', '/bin/true', 'E2BIG', { env: { LONG: LONG_ARGUMENT } }],
    ['no such cwd', '/bin/true', 'ENOENT', { cwd: at('missing') }],
    ['a cwd that is a file', '/bin/true', 'ENOTDIR', { cwd: at('text') }],
    ['a cwd that is too long', '/bin/true', 'ENAMETOOLONG', { cwd: `/${'x'.repeat(300)}` }],
  ];
  return cases.map(([title, file, code, options = {}]) => ({
    title,
    file,
    args: title.startsWith('arguments') ? ['one', LONG_ARGUMENT] : ['one', 'two words'],
    options,
    code,
    errno: ERRORS[code][0],
    syscall: options.cwd === undefined ? 'execve' : 'chdir',
    path: options.cwd ?? file,
    words: ERRORS[code][1],
  }));
}
