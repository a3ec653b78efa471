import { spawnSync } from 'node:child_process';
import path from 'node:path';
import t from 'tap';

t.test('ENOSYS, with the version that is needed', async (t) => {
  const script = path.resolve(__dirname, '../lib/oldWindows.js');
  const env = { ...process.env, FLATPTY_TEST_HIDE: 'CreatePseudoConsole' };
  const { status } = spawnSync(process.execPath, [script], { stdio: 'ignore', env });
  t.equal(status, 3);
});
