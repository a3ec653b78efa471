import { getEventListeners } from 'node:events';
import t from 'tap';
import { start, watchAny } from '../../helpers/anyProgram';

t.test('while it runs', async (t) => {
  const controller = new AbortController();
  const program = watchAny('stay', '', { signal: controller.signal });
  await program.seen('staying');
  controller.abort();
  await program.pty.exited;
  t.strictSame(getEventListeners(controller.signal, 'abort'), []);
});

t.test('before it starts', async (t) => {
  t.throws(() => start('exit', '0', { signal: AbortSignal.abort() }), { code: 'ABORT_ERR' });
});

t.test('after its end it holds no listener', async (t) => {
  const controller = new AbortController();
  await start('exit', '0', { signal: controller.signal }).exited;
  await null;
  t.strictSame(getEventListeners(controller.signal, 'abort'), []);
  controller.abort();
});

t.test('one signal ends many', async (t) => {
  const controller = new AbortController();
  const programs = [1, 2, 3].map(() => watchAny('stay', '', { signal: controller.signal }));
  await Promise.all(programs.map((program) => program.seen('staying')));
  controller.abort();
  t.equal((await Promise.all(programs.map(({ pty }) => pty.exited))).length, 3);
});
