// Spawns where there is no pseudo console; its exit code says what came of it.
import { spawn } from 'flatpty';
import './faults';
import { PROBE } from './probe';

try {
  spawn(PROBE, ['silent', '0']);
  process.exit(4);
} catch (error) {
  const { code, syscall, message } = error as NodeJS.ErrnoException;
  console.error(message);
  const isClear = code === 'ENOSYS' && syscall === 'CreatePseudoConsole' && /1809/.test(message);
  process.exit(isClear ? 3 : 5);
}
