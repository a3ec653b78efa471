import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { type FailingLaunch, failuresOf } from '../fixtures/failing-launches';
import { folder } from '../helpers/folder';
import { type ExpectedFailure, sameFailure } from '../helpers/sameFailure';

type Case = FailingLaunch & { skip?: string | false } & ExpectedFailure;

const scripts = folder(t);
const inScripts = (name: string) => path.join(scripts, name);
writeFileSync(inScripts('plain'), 'no program\n', { mode: 0o644 });
writeFileSync(inScripts('lost'), '#!/no/such/interpreter\n', { mode: 0o755 });
symlinkSync('loop', inScripts('loop'));
mkdirSync(inScripts('folder'));
const root = process.getuid?.() === 0;
const skip = !root && 'only root can give another identity';

const exec = 'execve';
const TOO_LONG = 'x'.repeat(300);
const cases: Record<string, Case> = {
  'a missing program': {
    file: inScripts('missing'),
    args: ['a', 'b'],
    code: 'ENOENT',
    syscall: exec,
  },
  'a program that is not in PATH': { file: 'no-such-program', code: 'ENOENT', syscall: exec },
  'an empty PATH': { file: 'ls', options: { env: { PATH: '' } }, code: 'ENOENT', syscall: exec },
  'a file that is not executable': { file: inScripts('plain'), code: 'EACCES', syscall: exec },
  'a file in PATH that is not executable': {
    file: 'plain',
    options: { env: { PATH: `${scripts}:/bin` } },
    code: 'EACCES',
    syscall: exec,
  },
  'a folder': { file: inScripts('folder'), code: 'EACCES', syscall: exec },
  'a missing interpreter': { file: inScripts('lost'), code: 'ENOENT', syscall: exec },
  'a path through a file': { file: inScripts('plain/x'), code: 'ENOTDIR', syscall: exec },
  'a loop of links': { file: inScripts('loop'), code: 'ELOOP', syscall: exec },
  'a name that is too long': { file: inScripts(TOO_LONG), code: 'ENAMETOOLONG', syscall: exec },
  // MAX_ARG_STRLEN, 32 pages: execve(2).
  'an argument that is too long': {
    file: '/bin/true',
    args: ['x'.repeat(32 * 4096)],
    code: 'E2BIG',
    syscall: exec,
  },
  'an environment that is too large': {
    file: '/bin/true',
    options: {
      env: Object.fromEntries(
        Array.from({ length: 100 }, (_, i) => [`V${i}`, 'x'.repeat(100_000)]),
      ),
    },
    code: 'E2BIG',
    syscall: exec,
  },
  'a cwd that is missing': {
    file: '/bin/true',
    options: { cwd: inScripts('missing') },
    code: 'ENOENT',
    syscall: 'chdir',
    path: inScripts('missing'),
  },
  'a cwd that is a file': {
    file: '/bin/true',
    options: { cwd: inScripts('plain') },
    code: 'ENOTDIR',
    syscall: 'chdir',
    path: inScripts('plain'),
  },
  'a cwd that is missing, for another user': {
    file: '/bin/true',
    options: { uid: 61234, gid: 61234, cwd: inScripts('missing') },
    skip,
    code: 'ENOENT',
    syscall: 'chdir',
    path: inScripts('missing'),
  },
};
chmodSync(scripts, 0o755);

for (const [title, { skip, code, syscall, path, ...launch }] of Object.entries(cases)) {
  t.test(`${title}: ${code} of ${syscall}`, { skip: skip || undefined }, async (t) => {
    sameFailure(t, launch, await failuresOf(launch), { code, syscall, path });
  });
}
