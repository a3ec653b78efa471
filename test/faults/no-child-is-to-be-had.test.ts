// timeout: 180 s
import { isRoot } from '../helpers/identity';
import { type Row, testRows } from './lib/table';

const HELPER = { syscall: 'posix_spawn', path: /\/spawn-helper$/ };
// A child with other rights is forked, not vforked.
const FORKED: Partial<Row> = {
  launcher: 'vfork',
  options: { uid: 65534, gid: 65534 },
  skip: isRoot ? false : 'only root may change identity',
};

// clone needs no pipe. That it is refused itself is in test/launcher: no shim reaches a bare system call.
const pipes = (['vfork', 'posix_spawn'] as const).flatMap((launcher): Row[] => [
  {
    fault: 'pipe2:EMFILE',
    launcher,
    thrown: { code: 'EMFILE', syscall: 'pipe2', text: /RLIMIT_NOFILE is \d+, \d+ in use/ },
  },
  { fault: 'pipe2:ENFILE', launcher, thrown: { code: 'ENFILE', syscall: 'pipe2' } },
]);

testRows([
  ...pipes,
  {
    fault: 'vfork:EAGAIN',
    launcher: 'vfork',
    thrown: { code: 'EAGAIN', syscall: 'fork' },
  },
  { fault: 'vfork:ENOMEM', launcher: 'vfork', thrown: { code: 'ENOMEM', syscall: 'fork' } },
  {
    fault: 'vfork:EAGAIN',
    use: 'native.fork',
    launcher: 'vfork',
    thrown: { code: 'EAGAIN', syscall: 'fork' },
  },
  {
    fault: 'fork:EAGAIN',
    ...FORKED,
    thrown: { code: 'EAGAIN', syscall: 'fork' },
  },
  { fault: 'fork:ENOMEM', ...FORKED, thrown: { code: 'ENOMEM', syscall: 'fork' } },
  {
    fault: 'posix_spawn:EAGAIN',
    launcher: 'posix_spawn',
    thrown: { ...HELPER, code: 'EAGAIN' },
  },
  { fault: 'posix_spawn:ENOMEM', launcher: 'posix_spawn', thrown: { ...HELPER, code: 'ENOMEM' } },
  { fault: 'posix_spawn:ENOENT', launcher: 'posix_spawn', thrown: { ...HELPER, code: 'ENOENT' } },
  {
    fault: 'posix_spawn:EACCES',
    launcher: 'posix_spawn',
    thrown: { ...HELPER, code: 'EACCES', text: /make it executable/ },
  },
  {
    fault: 'posix_spawn:EAGAIN',
    use: 'native.fork',
    launcher: 'posix_spawn',
    thrown: { ...HELPER, code: 'EAGAIN' },
  },
  ...[
    'posix_spawn_file_actions_init',
    'posix_spawn_file_actions_adddup2',
    'posix_spawnattr_init',
  ].map(
    (call): Row => ({
      fault: `${call}:ENOMEM`,
      launcher: 'posix_spawn',
      thrown: { code: 'ENOMEM', syscall: 'posix_spawn' },
    }),
  ),
]);
