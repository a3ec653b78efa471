// timeout: 120 s
import { type Row, testRows } from './lib/table';

// How the parent learns what became of its child (src/native/unix/status_pipe.h). A record is
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

testRows([
  { ...told, fault: 'read@pipe:EINTR', whens: ['once', 'first=5'], launcher: 'each' },
  { ...told, fault: 'write@pipe:EINTR', whens: ['once', 'first=5'], launcher: 'vfork' },
  { ...told, fault: 'waitpid:EINTR', whens: ['once', 'first=5'], launcher: 'each' },
  { fault: 'read@pipe:EINTR', whens: ['once', 'first=5'], fallback: runs, launcher: 'each' },
  { fault: 'read@pipe:EIO', fallback: runs, launcher: 'each' },
  { ...untold, fault: 'read@pipe:EIO', launcher: 'vfork' },
  {
    ...untold,
    fault: 'read@pipe:EIO',
    launcher: 'posix_spawn',
    skip: 'the helper may find the pipe closed: SIGPIPE, or exit code 1',
  },
  { ...untold, fault: 'write@pipe:EIO', launcher: 'vfork' },
  { ...untold, fault: 'helper@write:EIO', launcher: 'posix_spawn' },
]);
