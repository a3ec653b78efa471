// timeout: 120 s
import { needsRoot } from '../helpers/identity';
import { type Row, testRows } from './lib/table';

// How the parent learns what became of its child (src/native/unix/pipe_outcome.h). A record is
// smaller than PIPE_BUF, so pipe(7) has no short reads and writes of it to offer.
const file = '/no/such/program';
const missing = { code: 'ENOENT', syscall: 'execve', path: file };
const told: Omit<Row, 'fault'> = { file, failed: missing, otherwise: missing };
// Nothing is known of the child then but how it ends.
const untold: Omit<Row, 'fault'> = {
  file,
  exitCode: 1,
  output: /^$/,
  otherwise: missing,
  fallback: 'the exit code tells',
};
const runs = 'the program runs';
// A child with other rights is forked.
const forked: Partial<Row> = {
  launcher: 'vfork',
  options: { uid: 65534, gid: 65534 },
  skip: needsRoot,
};
const helper: Partial<Row> = { launcher: 'posix_spawn' };

testRows([
  ...[forked, helper].flatMap((way): Row[] => [
    { ...told, ...way, fault: 'read@pipe:EINTR', whens: ['once', 'first=5'] },
    { ...way, fault: 'read@pipe:EINTR', whens: ['once', 'first=5'], fallback: runs },
    { ...way, fault: 'read@pipe:EIO', fallback: runs },
  ]),
  { ...told, ...forked, fault: 'write@pipe:EINTR', whens: ['once', 'first=5'] },
  { ...told, fault: 'waitpid:EINTR', whens: ['once', 'first=5'], launcher: 'each' },
  // The first record only says that the child has come so far.
  { ...told, fault: 'write@pipe:EIO', launcher: 'vfork', whens: ['once'] },
  { ...told, ...forked, fault: 'write@pipe:EIO', whens: ['once'] },
  { ...untold, fault: 'write@pipe:EIO', launcher: 'vfork', whens: ['always'] },
  ...[forked, helper].map(
    (way): Row => ({
      ...untold,
      ...way,
      fault: 'read@pipe:EIO',
    }),
  ),
  { ...untold, ...forked, fault: 'write@pipe:EIO', whens: ['always'] },
  { ...untold, ...helper, fault: 'helper@write:EIO', whens: ['always'] },
]);
