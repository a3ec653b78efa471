// Injected, because a kernel has each controller in one version only: cgroup files as the kernel writes
// them, in a folder.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { compileCxx } from '../helpers/compile';
import { folder } from '../helpers/folder';

function limitsAmong(t: Test, program: string, files: Record<string, string>): string[] {
  const root = folder(t);
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return execFileSync(program, [root], { encoding: 'utf8' }).trim().split('\n');
}

t.test('the limits of each version, from the innermost level up', async (t) => {
  const program = compileCxx(t, 'cgroup_limits.cc');

  t.strictSame(
    limitsAmong(t, program, {
      'proc/self/cgroup': '0::/user.slice/session.scope\n',
      'proc/self/mountinfo': '30 24 0:26 / /sys/fs/cgroup rw shared:4 - cgroup2 cgroup2 rw\n',
      'sys/fs/cgroup/user.slice/session.scope/pids.max': 'max\n',
      'sys/fs/cgroup/user.slice/session.scope/pids.current': '9\n',
      'sys/fs/cgroup/user.slice/pids.max': '2048\n',
      'sys/fs/cgroup/user.slice/pids.current': '1812\n',
      'sys/fs/cgroup/user.slice/memory.max': '1000000\n',
      'sys/fs/cgroup/user.slice/memory.current': '999999\n',
    }),
    ['pids.max 2048 1812 cgroup /user.slice', 'memory.max 1000000 999999 cgroup /user.slice'],
    'version 2; without a limit a level does not count',
  );

  t.strictSame(
    limitsAmong(t, program, {
      'proc/self/cgroup':
        '9:cpu,cpuacct:/x\n8:pids:/docker/abc/inner\n4:memory:/docker/abc\n0::/\n',
      'proc/self/mountinfo':
        '41 40 0:35 /docker/abc /cg/memory ro - cgroup cgroup rw,memory\n' +
        '42 40 0:36 /docker/abc /cg/pids ro shared:1 master:2 - cgroup cgroup rw,pids\n',
      'cg/pids/inner/pids.max': '10\n',
      'cg/pids/inner/pids.current': '10\n',
      'cg/pids/pids.max': '64\n',
      'cg/pids/pids.current': '11\n',
      'cg/memory/memory.limit_in_bytes': '4096\n',
      'cg/memory/memory.usage_in_bytes': '4096\n',
    }),
    [
      'pids.max 10 10 cgroup /inner',
      'pids.max 64 11 cgroup /',
      'memory.limit_in_bytes 4096 4096 cgroup /',
    ],
    'version 1, in a container that sees its own part only',
  );

  t.strictSame(
    limitsAmong(t, program, {
      'proc/self/cgroup': '0::/../other\n',
      'proc/self/mountinfo': '30 24 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n',
      'sys/fs/cgroup/pids.max': '7\n',
      'sys/fs/cgroup/pids.current': '7\n',
    }),
    ['pids.max 7 7 cgroup /'],
    'a cgroup outside of what is mounted',
  );
});
