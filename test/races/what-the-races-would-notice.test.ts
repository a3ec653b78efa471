import t from 'tap';
import { runRace } from './runRace';

t.test('a pid or group that is no child, a size for no terminal, a close of nothing', async (t) => {
  const { strangers } = await runRace(t, 'touchingStrangers', 50_000);
  t.match(strangers.join('\n'), new RegExp(`^kill ${process.pid} 0$`, 'm'));
  t.match(strangers.join('\n'), new RegExp(`^kill -${process.pid} 0$`, 'm'));
  t.match(strangers.join('\n'), /^TIOCSWINSZ \d+ 25$/m, 'ENOTTY');
  t.match(strangers.join('\n'), /^close \d+ 9$/m, 'EBADF');
});
