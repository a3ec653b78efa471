import t from 'tap';
import { start, watchAny } from '../../helpers/anyProgram';

t.test('processes() has the program', async (t) => {
  const program = watchAny('stay');
  await program.seen('staying');
  const pids = (await program.pty.processes()).map(({ pid }) => pid);
  t.ok(pids.includes(program.pty.pid), `${program.pty.pid} in ${pids}`);
  await program.pty.killTree({ graceMs: 100 });
  await program.ended();
  t.strictSame(await program.pty.processes(), []);
});

t.test('a terminal that is disposed ends its program', async (t) => {
  const pty = start('stay');
  await pty[Symbol.asyncDispose]();
  t.match(pty.fd, -1);
});

t.test('destroy and kill, each twice', async (t) => {
  for (const end of ['destroy', 'kill'] as const) {
    const program = watchAny('stay');
    await program.seen('staying');
    program.pty[end]();
    program.pty[end]();
    t.ok(await program.pty.exited, end);
  }
});
