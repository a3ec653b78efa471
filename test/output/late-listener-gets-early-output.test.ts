import { type Pty, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { othersHaveCome } from '../helpers/othersHaveCome';
import { until, within } from '../helpers/until';
import { written } from '../helpers/written';

// Without the end of a line, which may be an event of its own.
const EARLY = 'early words';

/** A program that has printed and now waits for a line. */
async function spokenUnheard(t: Test): Promise<Pty> {
  const pty = spawn('/bin/sh', [
    '-c',
    'stty -echo; printf "early words"; read line; echo "late $line"',
  ]);
  t.teardown(() => pty.destroy());
  await until(() => written(pty.pid) >= EARLY.length, 5000, 'it to print');
  await othersHaveCome();
  return pty;
}

t.test('onData attached later gets what was printed before, in order', async (t) => {
  const pty = await spokenUnheard(t);
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  pty.write('x\r');
  await within(pty.exited, 5000, 'the exit');
  t.equal(output, `${EARLY}late x\r\n`);
});

t.test("so does on('data')", async (t) => {
  const pty = await spokenUnheard(t);
  let output = '';
  pty.on('data', (data) => {
    output += data;
  });
  await until(() => output === EARLY, 5000, `the early output, got ${JSON.stringify(output)}`);
  t.equal(output, EARLY);
});

t.test("and once('data')", async (t) => {
  const pty = await spokenUnheard(t);
  const first = new Promise((resolve) => pty.once('data', resolve));
  t.equal(await within(first, 5000, 'the early output'), EARLY);
});

t.test('two listeners of the same tick both get it, a later one does not', async (t) => {
  const pty = await spokenUnheard(t);
  const heard = ['', '', ''];
  const listen = (i: number) =>
    pty.onData((data) => {
      heard[i] += data;
    });
  listen(0);
  listen(1);
  await until(() => heard[0] !== '', 5000, 'the early output');
  listen(2);
  pty.write('y\r');
  await within(pty.exited, 5000, 'the exit');
  t.strictSame(heard, [`${EARLY}late y\r\n`, `${EARLY}late y\r\n`, 'late y\r\n']);
});

t.test('a paused terminal keeps it until resume()', async (t) => {
  const pty = await spokenUnheard(t);
  pty.pause();
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  await othersHaveCome();
  t.equal(output, '', 'nothing is told while paused');
  pty.resume();
  await until(() => output !== '', 5000, 'the early output');
  t.equal(output, EARLY);
});

t.test('listeners attached after the exit get the output, then the exit', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'printf "early words"; exit 7']);
  await within(pty.exited, 5000, 'the exit, with nobody listening');
  await othersHaveCome();
  const events: unknown[] = [];
  pty.onExit((exit) => events.push(exit));
  pty.onData((data) => events.push(data));
  await until(() => events.length === 2, 5000, 'the early output and the exit');
  t.strictSame(events, [EARLY, { exitCode: 7, signal: 0 }]);
});

t.test('every late onExit listener is told of the exit, once', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'exit 3']);
  await within(pty.exited, 5000, 'the exit');
  const codes: number[] = [];
  pty.onExit(({ exitCode }) => codes.push(exitCode));
  await until(() => codes.length > 0, 5000, 'the exit');
  pty.onExit(({ exitCode }) => codes.push(exitCode + 100));
  await until(() => codes.length > 1, 5000, 'the exit for the second listener');
  await othersHaveCome();
  t.strictSame(codes, [3, 103]);
});

t.test('a late onExit listener that is disposed at once is not told', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'exit 3']);
  await within(pty.exited, 5000, 'the exit');
  const told: string[] = [];
  const gone = pty.onExit(() => told.push('disposed'));
  pty.onExit(() => told.push('kept'));
  gone.dispose();
  await until(() => told.includes('kept'), 5000, 'the exit for the one that is kept');
  t.strictSame(told, ['kept']);
});
