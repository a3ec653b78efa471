import t from 'tap';
import { isMicrosoft, watch } from '../lib/probe';

t.test('^C', { skip: isMicrosoft ? false : "Wine's own console ends" }, async (t) => {
  const program = watch(['interrupt']);
  await program.seen('ready');
  program.pty.write('\x03');
  t.match(await program.ended(), { exitCode: 5, output: /signals 1/ });
});
