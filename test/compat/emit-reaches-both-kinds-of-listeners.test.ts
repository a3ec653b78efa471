import { kill } from './facts/run';
import { withEach } from './libraries';

withEach("emit('data') and emit('exit')", async (t, { spawn }) => {
  const pty = spawn('sleep', ['60']);
  const heard: unknown[] = [];
  pty.onData((data) => heard.push(['onData', data]));
  pty.on('data', (data: unknown) => heard.push(['data', data]));
  const exit = pty.onExit((exit) => heard.push(['onExit', exit]));
  t.equal(pty.emit('data', 'made up'), true);
  t.equal(pty.emit('exit', 3, 4), true);
  exit.dispose();
  t.strictSame(heard, [
    ['onData', 'made up'],
    ['data', 'made up'],
    ['onExit', { exitCode: 3, signal: 4 }],
  ]);
  await kill(pty);
});
