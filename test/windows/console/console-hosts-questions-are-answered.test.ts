import t from 'tap';
import { isMicrosoft, run, watch } from '../lib/probe';

const ASK = '\x1b[c';
const skip = isMicrosoft ? false : "Wine's own console asks nothing";

t.test('the program does not wait for a terminal emulator', { skip }, async (t) => {
  const begun = performance.now();
  const answered = watch(['line']);
  await answered.seen('ready');
  const quick = performance.now() - begun;
  t.notMatch(answered.output, ASK, 'and the question is not passed on');
  answered.pty.write('x\r');
  t.match((await answered.ended()).output, 'got <x>', 'nor is the answer typed into the program');

  const since = performance.now();
  const left = watch(['exit', '0'], { conptyAnswers: false });
  await left.ended();
  const slow = performance.now() - since;
  t.equal(left.output.split(ASK).length - 1, 1, 'left to the emulator: asked once');
  t.ok(slow > quick + 1000, `left to the emulator ${slow} ms, answered ${quick} ms`);
});

t.test('what an emulator answers is not the program input', { skip }, async (t) => {
  const program = watch(['line'], { conptyAnswers: false });
  program.pty.onData((data) => {
    if (data.includes(ASK)) program.pty.write('\x1b[?61;22c');
  });
  await program.seen('ready');
  program.pty.write('x\r');
  t.match((await program.ended()).output, 'got <x>');
});

t.test('an inherited cursor', { skip }, async (t) => {
  t.match(await run(['exit', '4'], { conptyInheritCursor: true }), { exitCode: 4 });
});

t.test('the cursor, after a resize, is left to the emulator', { skip }, async (t) => {
  const program = watch(['resize'], { cols: 80, rows: 24 });
  await program.seen('before 80x24');
  program.pty.resize(100, 40);
  await program.ended();
  t.equal(program.output.split('\x1b[6n').length - 1, 1, 'asked once');
});
