import { spawnSync } from 'node:child_process';
import path from 'node:path';
import t from 'tap';

const host = path.join(__dirname, '../fixtures/own-ids-host.js');
const namespaces = spawnSync('unshare', ['-Ur', 'true']).status === 0;
const skip = !namespaces && 'no user namespaces here';

// There setgroups(2) is forbidden whoever calls it: becoming who one is must not call it.
t.test('in a user namespace a program may be given the ids of its host', { skip }, async (t) => {
  const { stdout, stderr, status } = spawnSync('unshare', ['-Ur', process.execPath, host], {
    encoding: 'utf8',
  });
  t.strictSame({ stdout, stderr, status }, { stdout: '0 0 exit 0\n', stderr: '', status: 0 });
});
