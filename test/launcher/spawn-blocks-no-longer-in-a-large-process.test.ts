import type { Blocked } from '../fixtures/large-host';
import { perLauncher } from '../helpers/launchers';
import { answerOf } from '../helpers/runScript';

// fork copies the page tables: 26 ms for 1 GB, where a small process takes 77 us (node-pty#476).
perLauncher('1 GB of touched memory does not make a spawn slow', async (t) => {
  const script = require.resolve('../fixtures/large-host');
  const { small, large, rss } = await answerOf<Blocked>(script, [], { limitMs: 50_000 });
  t.ok(rss > 1024 ** 3, `${(rss / 1e6).toFixed(0)} MB are resident`);
  t.ok(large / small < 5, `${(large / small).toFixed(2)} times as long`);
  t.comment(`spawn() blocks for ${small.toFixed(0)} us, with 1 GB for ${large.toFixed(0)} us`);
});
