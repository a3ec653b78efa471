import { spawn } from 'flatpty';
import t from 'tap';
import { statOf } from '../helpers/processes';
import { talk } from '../helpers/talk';
import { until, within } from '../helpers/until';

/** Processor time in ms that `count` writes and their callbacks cost this process. */
async function cost(count: number): Promise<number> {
  const pty = spawn('sh', ['-c', 'stty raw -echo; echo up; exec cat > /dev/null']);
  await talk(pty).expect(/up/);
  const start = process.cpuUsage();
  let called = 0;
  const all = new Promise<void>((resolve) => {
    for (let i = 0; i < count; i++) {
      pty.write('abc', () => {
        if (++called === count) resolve();
      });
    }
  });
  await within(all, 60_000, `${count} callbacks`);
  const { user, system } = process.cpuUsage(start);
  pty.kill('SIGKILL');
  await pty.exited;
  return (user + system) / 1000;
}

t.test('sixteen times the writes cost some sixteen times as much', async (t) => {
  await cost(5000);
  const few = Math.min(await cost(5000), await cost(5000));
  const many = await cost(80_000);
  t.ok(
    many / few < 40,
    `${(many / few).toFixed(1)} times: ${few.toFixed(0)} and ${many.toFixed(0)} ms`,
  );
});

t.test('so does a queue that is looked at', async (t) => {
  const pty = spawn('sh', ['-c', 'stty raw -echo; echo up; kill -STOP $$; exec cat > /dev/null']);
  t.teardown(() => pty.kill('SIGKILL'));
  await talk(pty).expect(/up/);
  await until(() => statOf(pty.pid)?.state === 'T', 5000, 'the program to stop');
  const queue = (pty as unknown as { _writeStream: { _writeQueue: unknown[] } })._writeStream
    ._writeQueue;
  const COUNT = 50_000;
  const last = new Promise((resolve) => {
    for (let i = 0; i < COUNT; i++) pty.write('abc', i === COUNT - 1 ? resolve : undefined);
  });
  t.ok(queue.length > COUNT / 2, `${queue.length} wait`);
  pty.kill('SIGCONT');
  await within(last, 30_000, 'the last callback');
  t.equal(queue.length, 0);
  pty.kill('SIGKILL');
  await pty.exited;
});
