import { spawnSync } from 'node:child_process';
import { open, spawn } from 'flatpty';
import t from 'tap';
import { run } from '../helpers/collect';
import { fdOf } from '../helpers/internals';
import { until, within } from '../helpers/until';

const PATIENCE_MS = 10_000;

/** As stdio of another program the open file becomes a blocking one: libuv takes O_NONBLOCK off. */
function makeBlocking(fd: number): void {
  spawnSync('true', [], { stdio: [fd, 'ignore', 'ignore'] });
}

async function othersLive(): Promise<string> {
  const { output } = await within(run('echo', ['alive']), PATIENCE_MS, 'another terminal');
  return output;
}

t.test('a master: it is read and written, and others live beside it', async (t) => {
  const pty = spawn('cat', [], { termios: { raw: true, echo: false } });
  t.teardown(() => pty.kill('SIGKILL'));
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  makeBlocking(pty.fd);
  pty.write('x'.repeat(500));
  await until(() => output.length === 500, PATIENCE_MS, 'the echo');
  t.equal(await othersLive(), 'alive\r\n');
});

t.test('a master whose program reads nothing: a large write returns', async (t) => {
  const pty = spawn('sleep', ['60'], { termios: { raw: true, echo: false } });
  t.teardown(() => pty.kill('SIGKILL'));
  makeBlocking(pty.fd);
  pty.write('x'.repeat(300_000));
  t.ok(pty.writableLength > 0, `${pty.writableLength} bytes wait`);
  t.equal(await othersLive(), 'alive\r\n');
});

t.test('a slave', async (t) => {
  const pair = open();
  t.teardown(() => pair.destroy());
  let typed = '';
  pair.slave.on('data', (data) => {
    typed += data;
  });
  makeBlocking(fdOf(pair.slave));
  makeBlocking(pair.fd);
  pair.write('line\r');
  await until(() => typed.includes('line'), PATIENCE_MS, 'the line');
  t.equal(await othersLive(), 'alive\r\n');
});
