import t from 'tap';
import { isMicrosoft, run, watch } from '../lib/probe';

t.test('the first size', async (t) => {
  t.match((await run(['size'], { cols: 100, rows: 30 })).output, 'size 100x30');
});

t.test('a new one', { skip: isMicrosoft ? false : "Wine's own console takes none" }, async (t) => {
  const program = watch(['resize'], { cols: 80, rows: 24 });
  await program.seen('before 80x24');
  program.pty.resize(100, 40);
  t.match((await program.ended()).output, 'after 100x40');
  t.equal(program.pty.cols, 100);
  t.equal(program.pty.rows, 40);
});

t.test('after the end it is harmless', async (_t) => {
  const program = watch(['silent', '0']);
  await program.ended();
  program.pty.resize(10, 10);
});

t.test('a size that is none is an error', async (t) => {
  const program = watch(['silent', '0']);
  t.throws(() => program.pty.resize(0, 10), { code: 'ERR_OUT_OF_RANGE' });
  await program.ended();
});
