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

t.test('the bytes of any other view of memory, and no others', async (t) => {
  const { pty, next } = echo(t);
  const { buffer } = Uint8Array.from(ALL);
  const bytes = (from: number, to: number) => ALL.slice(from, to);
  pty.write(new DataView(buffer, 3, 5));
  t.strictSame(await next(5), bytes(3, 8), 'DataView');
  const views = [Int8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array];
  for (const View of [...views, Float32Array, Float64Array, BigInt64Array, BigUint64Array]) {
    pty.write(new View(buffer, 16, 2));
    const size = 2 * View.BYTES_PER_ELEMENT;
    t.strictSame(await next(size), bytes(16, 16 + size), View.name);
  }
  pty.write(new DataView(new SharedArrayBuffer(2)));
  t.strictSame(await next(2), [0, 0], 'shared memory');
});

t.test('what has no bytes is refused', async (t) => {
  const { pty } = echo(t);
  const refused = { name: 'TypeError', code: 'ERR_INVALID_ARG_TYPE' };
  for (const value of [1, true, null, undefined, {}, 1n, Symbol('x'), () => {}, new Date()]) {
    t.throws(() => pty.write(value as never), refused);
  }
});
