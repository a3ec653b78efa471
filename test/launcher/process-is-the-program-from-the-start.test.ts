import { spawn } from 'flatpty';
import { perLauncher } from '../helpers/launchers';

const ROUNDS = 500;

// Until its exec is over a child of clone or vfork shows the command line of this process, and who waits
// for the exec hears of it a moment before. That was seen here twice in a hundred spawns by clone.
perLauncher('it is never the name of the process that spawns', async (t) => {
  const names = new Set<string>();
  for (let i = 0; i < ROUNDS; i++) {
    const pty = spawn('/bin/sleep', ['60']);
    names.add(pty.process);
    pty.kill('SIGKILL');
    await pty.exited;
  }
  t.strictSame([...names], ['/bin/sleep']);
});
