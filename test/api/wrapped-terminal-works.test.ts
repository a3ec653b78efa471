import { inspect } from 'node:util';
import { type Pty, spawn } from 'flatpty';
import { UnixTerminal } from 'flatpty/lib/unixTerminal';
import t from 'tap';
import { until, within } from '../helpers/until';

/** As @vue/reactivity: a Proxy for every plain object, array and instance that is read through one. */
function reactive<T>(target: T, seen = new WeakMap<object, object>()): T {
  if (typeof target !== 'object' || target === null) return target;
  const kind = Object.prototype.toString.call(target);
  if (kind !== '[object Object]' && kind !== '[object Array]') return target;
  const known = seen.get(target);
  if (known !== undefined) return known as T;
  const proxy = new Proxy(target, {
    get: (inner, key, receiver) => reactive(Reflect.get(inner, key, receiver), seen),
  });
  seen.set(target, proxy);
  return proxy;
}

class Titled extends UnixTerminal {
  title = 'mine';
}

const WRAPPINGS: Record<string, () => { wrapped: Pty; raw: Pty }> = {
  'a reactive Proxy': () => {
    const raw = spawn('cat');
    return { raw, wrapped: reactive({ terminal: raw }).terminal };
  },
  'a Proxy without traps': () => {
    const raw = spawn('cat');
    return { raw, wrapped: new Proxy(raw, {}) };
  },
  'Object.create(terminal)': () => {
    const raw = spawn('cat');
    return { raw, wrapped: Object.create(raw, { id: { value: 7 } }) };
  },
  'a subclass': () => {
    const raw = new Titled('cat') as unknown as Pty;
    return { raw, wrapped: raw };
  },
};

for (const [kind, make] of Object.entries(WRAPPINGS)) {
  t.test(kind, async (t) => {
    const { wrapped, raw } = make();
    t.teardown(() => raw.kill('SIGKILL'));
    const heard = { onData: '', data: '', raw: '' };
    const subscription = wrapped.onData((data) => {
      heard.onData += data;
    });
    wrapped.on('data', (data) => {
      heard.data += data;
    });
    raw.onData((data) => {
      heard.raw += data;
    });
    const exits: unknown[] = [];
    wrapped.onExit((exit) => exits.push(exit));
    wrapped.on('exit', (...exit) => exits.push(exit));
    t.ok(wrapped.pid > 0);
    t.equal(wrapped.pid, raw.pid);
    t.equal(wrapped.fd, raw.fd);
    wrapped.resize(97, 31);
    t.strictSame([wrapped.cols, wrapped.rows], [97, 31]);
    wrapped.write('hello\r');
    await until(() => heard.onData.includes('hello\r\nhello'), 5000, 'the output');
    t.equal(heard.data, heard.onData);
    t.equal(heard.raw, heard.onData);
    subscription.dispose();
    wrapped.pause();
    wrapped.resume();
    wrapped.write('more\r');
    await until(() => heard.data.includes('more\r\nmore'), 5000, 'more output');
    t.notMatch(heard.onData, /more/, 'dispose() takes the listener off');
    wrapped.kill('SIGTERM');
    t.equal((await within(wrapped.exited, 5000, 'the exit')).signal, 15);
    t.strictSame(exits, [{ exitCode: 0, signal: 15 }, [0, 15]]);
    t.equal(raw.signalCode, 'SIGTERM');
  });
}

t.test('resize() through a view is the terminal’s', async (t) => {
  const raw = spawn('cat');
  t.teardown(() => raw.kill('SIGKILL'));
  const view: Pty = Object.create(raw);
  view.resize(97, 31);
  t.strictSame([raw.cols, raw.rows], [97, 31]);
});

t.test('structured logging', async (t) => {
  const pty = spawn('cat');
  t.teardown(() => pty.kill('SIGKILL'));
  t.match(JSON.parse(JSON.stringify(pty)), { _pid: pty.pid, _file: 'cat' });
  t.match(inspect(pty, { getters: true, showHidden: true, depth: 5 }), /UnixTerminal/);
  for (const key in pty) t.doesNotThrow(() => pty[key as keyof Pty], key);
});
