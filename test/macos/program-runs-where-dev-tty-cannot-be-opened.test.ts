// In a sandbox or a chroot. /dev/tty only pins the terminal's output: no reason to start nothing.
import './doubles';
import t from 'tap';
import { run } from '../helpers/collect';
import { noDoubles } from './doubles';

t.test('with its terminal, and all of its output', { skip: noDoubles }, async (t) => {
  const env = { ...process.env, FLATPTY_DARWIN: 'no-tty' };
  const script = 'test -t 0 && echo a terminal; exit 6';
  const { output, exitCode } = await run('/bin/sh', ['-c', script], { env });
  t.equal(output, 'a terminal\r\n');
  t.equal(exitCode, 6);
});
