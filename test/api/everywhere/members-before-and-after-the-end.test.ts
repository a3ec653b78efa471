import t from 'tap';
import { watchAny } from '../../helpers/anyProgram';

t.test('of a program that runs, then has ended', async (t) => {
  const program = watchAny('answers', '', { cols: 91, rows: 19 });
  const { pty } = program;
  t.ok(Number.isInteger(pty.pid) && pty.pid > 1, 'pid is valid on return');
  t.strictSame([pty.cols, pty.rows], [91, 19]);
  t.strictSame([pty.exitCode, pty.signalCode, pty.spawnError], [null, null, undefined]);
  t.equal(pty.handleFlowControl, false);
  await program.seen('ready');
  pty.write('quit\r');
  const { pid } = pty;
  await program.ended();
  t.equal(pty.pid, pid);
  t.equal(pty.fd, -1);
  t.equal(pty.writableLength, 0);
  pty.resize(7, 7);
  t.strictSame([pty.cols, pty.rows], [91, 19], 'resize does nothing any more');
});
