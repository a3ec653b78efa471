import { until } from '../helpers/until';
import { kill } from './facts/run';
import { withEach } from './libraries';

// homebridge and x-terminal use on(); electerm passes on any event name that it is given.
withEach("on('data'), on('exit') with code and signal, on('close')", async (t, { spawn }) => {
  const pty = spawn('cat');
  const told: unknown[] = [];
  let output = '';
  pty.on('data', (data: string) => {
    output += data;
  });
  pty.on('exit', (...args: unknown[]) => told.push(['exit', ...args]));
  pty.on('close', () => told.push('close'));
  pty.on('error', () => {});
  pty.write('x\r');
  await until(() => /x\r\nx\r\n/.test(output), 5000, 'the output');
  await kill(pty);
  await until(() => told.length === 2, 5000, 'both events');
  t.strictSame(told, ['close', ['exit', 0, 9]]);
});

withEach('once, addListener, removeListener, listeners', async (t, { spawn }) => {
  const pty = spawn('cat');
  const heard: string[] = [];
  const gone = () => heard.push('gone');
  let output = '';
  pty.once('data', () => heard.push('once'));
  pty.addListener('data', (data: string) => {
    output += data;
  });
  const before = pty.listeners('data').length;
  pty.on('data', gone);
  t.equal(pty.listeners('data').length, before + 1);
  pty.removeListener('data', gone);
  t.equal(pty.listeners('data').length, before);
  for (const word of ['one', 'two']) {
    pty.write(`${word}\r`);
    await until(() => output.includes(`${word}\r\n${word}\r\n`), 5000, word);
  }
  t.strictSame(heard, ['once']);
  await kill(pty);
});

withEach('emit() of an event of one’s own', async (t, { spawn }) => {
  const pty = spawn('cat');
  const heard: unknown[] = [];
  pty.on('mine', (...args: unknown[]) => heard.push(args));
  t.equal(pty.emit('mine', 1, 2), true);
  t.strictSame(heard, [[1, 2]]);
  await kill(pty);
});
