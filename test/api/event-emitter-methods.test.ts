import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { talk } from '../helpers/talk';
import { within } from '../helpers/until';

const echo = (): Pty => spawn('cat', [], { termios: { echo: false } });

async function end(pty: Pty): Promise<void> {
  pty.kill('SIGKILL');
  await within(pty.exited, 10_000, 'the exit');
}

t.test('on and addListener hear every event, once only the first', async (t) => {
  const pty = echo();
  const heard = { on: 0, addListener: 0, once: 0 };
  for (const method of ['on', 'addListener', 'once'] as const) {
    pty[method]('data', () => {
      heard[method]++;
    });
  }
  const shown = talk(pty);
  let events = 0;
  pty.onData(() => {
    events++;
  });
  for (const word of ['one', 'two', 'three']) {
    pty.write(`${word}\r`);
    await shown.expect(new RegExp(`${word}\r\n`));
  }
  // The end of a line may be an event of its own.
  t.ok(events >= 3);
  t.strictSame(heard, { on: events, addListener: events, once: 1 });
  await end(pty);
});

for (const event of ['data', 'exit', 'close', 'end', 'error']) {
  t.test(`removeListener('${event}')`, async (t) => {
    const pty = echo();
    let calls = 0;
    const listener = () => {
      calls++;
    };
    pty.on(event, listener);
    pty.once(event, listener);
    t.equal(pty.listeners(event).length, 2);
    pty.removeListener(event, listener);
    pty.removeListener(event, listener);
    t.strictSame(pty.listeners(event), [], 'the one of once() too');
    const shown = talk(pty);
    pty.write('x\r');
    await shown.expect(/x/);
    await end(pty);
    t.equal(calls, 0);
  });
}

t.test("removeAllListeners('exit') silences onExit too, and nothing else", async (t) => {
  const pty = echo();
  const heard: string[] = [];
  pty.on('exit', () => heard.push('exit'));
  pty.on('close', () => heard.push('close'));
  pty.onExit(() => heard.push('onExit'));
  pty.removeAllListeners('exit');
  await end(pty);
  t.strictSame(heard, ['close']);
  t.equal(pty.signalCode, 'SIGKILL', 'what works inside goes on');
  const late = new Promise((resolve) => pty.onExit(resolve));
  t.strictSame(await late, { exitCode: 0, signal: 9 }, 'new listeners are told');
});

for (const event of [undefined, 'data', 'close', 'error', 'end', 'drain'] as const) {
  t.test(`removeAllListeners(${event ?? ''}) does not break the terminal`, async (t) => {
    const pty = echo();
    const heard: string[] = [];
    if (event !== undefined) pty.on(event, () => heard.push(event));
    pty.removeAllListeners(event);
    const shown = talk(pty);
    pty.write('still\r');
    t.ok(await shown.expect(/still/), 'output arrives');
    await end(pty);
    t.equal(pty.fd, -1, 'it closes');
    t.equal(pty.signalCode, 'SIGKILL', 'its exit is told');
    t.strictSame(heard, []);
  });
}

t.test('listeners() gives the listeners themselves, in a copy', async (t) => {
  const pty = echo();
  const one = () => {};
  const two = () => {};
  t.strictSame(pty.listeners('exit'), [], 'none of the library’s own');
  t.strictSame(pty.listeners('data'), []);
  pty.on('exit', one);
  pty.once('exit', two);
  const found = pty.listeners('exit');
  t.equal(found[0], one);
  t.equal(found[1], two, 'not the wrapper');
  found.length = 0;
  t.equal(pty.listeners('exit').length, 2);
  await end(pty);
});

t.test('emit() calls listeners with its arguments and says whether there were any', async (t) => {
  const pty = echo();
  const heard: unknown[] = [];
  t.equal(pty.emit('exit', 1, 2), false);
  pty.on('exit', (...args: unknown[]) => heard.push(args));
  t.equal(pty.emit('exit', 1, 2), true);
  t.strictSame(heard, [[1, 2]]);
  t.equal(pty.emit('data', 'made up'), false);
  pty.on('data', (data) => heard.push(data));
  t.equal(pty.emit('data', 'made up'), true);
  t.equal(heard.at(-1), 'made up');
  t.equal(pty.exitCode, null, 'nothing has ended');
  await end(pty);
});

t.test('other names are the stream’s: drain, end, finish, pipe', async (t) => {
  const pty = spawn('true');
  const heard: string[] = [];
  for (const name of ['end', 'finish', 'close', 'exit']) pty.on(name, () => heard.push(name));
  pty.on('data', () => {});
  await within(pty.exited, 10_000, 'the exit');
  t.ok(heard.includes('end'), 'end of the output');
  t.ok(heard.indexOf('end') < heard.indexOf('close'), 'before close');
  t.equal(heard.at(-1), 'exit');
});

t.test('the methods of an emitter can be chained', async (t) => {
  const pty = spawn('true') as unknown as NodeJS.EventEmitter;
  const nothing = () => {};
  const same = pty
    .on('data', nothing)
    .once('exit', nothing)
    .addListener('close', nothing)
    .removeListener('close', nothing)
    .off('data', nothing);
  t.equal(same, pty);
  await within((pty as unknown as Pty).exited, 10_000, 'the exit');
});
