import { spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { until } from '../helpers/until';

function echo(t: Test) {
  const pty = spawn('cat', [], { encoding: null, termios: { raw: true, echo: false } });
  t.teardown(() => pty.kill('SIGKILL'));
  const bytes: number[] = [];
  pty.onData((data) => bytes.push(...data));
  return {
    pty,
    next: async (count: number) => {
      await until(() => bytes.length >= count, 5000, `${count} bytes to come back`);
      return bytes.splice(0);
    },
  };
}

const ALL = Array.from({ length: 256 }, (_, byte) => byte);

t.test('a Buffer, a Uint8Array and a view into a larger one', async (t) => {
  const { pty, next } = echo(t);
  pty.write(Buffer.from(ALL));
  t.strictSame(await next(256), ALL);
  pty.write(Uint8Array.from(ALL));
  t.strictSame(await next(256), ALL);
  pty.write(Uint8Array.from([...ALL, ...ALL]).subarray(200, 312));
  t.strictSame(await next(112), [...ALL.slice(200), ...ALL.slice(0, 56)]);
});

t.test('a string is written as UTF-8', async (t) => {
  const { pty, next } = echo(t);
  pty.write('é€🙂');
  t.strictSame(await next(9), [...Buffer.from('é€🙂')]);
});
