// timeout: 120 s
// Injected, because these limits are of all programs of the machine: the files that tell of them are
// replaced in a mount namespace, and the call fails by the shim.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import type { Limit } from '#lib/errors';
import { folder } from '../../helpers/folder';
import { noMountNamespace } from '../../helpers/mountNamespace';
import type { ErrorFacts } from '../lib/job';
import { answerFrom, noShim, shimFor } from '../lib/shim';

const HOST = require.resolve('./machineHost');

const skip = noShim || noMountNamespace();

/** /proc/meminfo with all the memory promised that there may be. */
function promised(): string {
  return readFileSync('/proc/meminfo', 'utf8')
    .replace(/^(CommitLimit:\s*)\d+/m, '$11000')
    .replace(/^(Committed_AS:\s*)\d+/m, '$11000');
}

interface Row {
  fault: string;
  files: Record<string, string>;
  limit: Partial<Limit>;
  cure: RegExp;
}

const rows: Row[] = [
  {
    fault: 'vfork:EAGAIN',
    files: { '/proc/sys/kernel/threads-max': '20\n' },
    limit: { name: 'kernel.threads-max', value: 20, scope: 'the machine' },
    cure: /sysctl kernel\.threads-max/,
  },
  {
    fault: 'posix_openpt:ENFILE',
    files: { '/proc/sys/fs/file-max': '10\n', '/proc/sys/fs/file-nr': '10\t0\t10\n' },
    limit: { name: 'fs.file-max', value: 10, inUse: 10, scope: 'the machine' },
    cure: /sysctl fs\.file-max/,
  },
  {
    fault: 'posix_openpt:ENOSPC',
    files: {
      '/proc/sys/kernel/pty/max': '4096\n',
      '/proc/sys/kernel/pty/reserve': '1024\n',
      '/proc/sys/kernel/pty/nr': '3072\n',
    },
    limit: { name: 'kernel.pty.max', value: 3072, inUse: 3072, scope: 'the machine' },
    cure: /sysctl kernel\.pty\.max\); 1024 more are reserved/,
  },
  {
    // Of devpts before Linux 4.7, which had no ENOSPC.
    fault: 'posix_openpt:EIO',
    files: {
      '/proc/sys/kernel/pty/max': '4096\n',
      '/proc/sys/kernel/pty/reserve': '0\n',
      '/proc/sys/kernel/pty/nr': '4096\n',
    },
    limit: { name: 'kernel.pty.max', value: 4096, inUse: 4096, scope: 'the machine' },
    cure: /sysctl kernel\.pty\.max/,
  },
  {
    fault: 'vfork:ENOMEM',
    files: { '/proc/sys/vm/overcommit_memory': '2\n', '/proc/meminfo': skip ? '' : promised() },
    limit: { name: 'vm.overcommit_ratio', value: 1_024_000, inUse: 1_024_000 },
    cure: /sysctl vm\.overcommit_memory/,
  },
];

for (const { fault, files, limit, cure } of rows) {
  t.test(`${fault}: ${limit.name}`, { skip }, async (t) => {
    const made = folder(t);
    const mounts = Object.entries(files).map(([target, text], i) => {
      const source = path.join(made, `${i}`);
      writeFileSync(source, text);
      return `mount --bind ${source} ${target}`;
    });
    const script = [...mounts, 'exec "$@"'].join(' && ');
    const conditions = { through: ['unshare', '-m', 'sh', '-c', script, 'sh'] };
    const error = answerFrom<ErrorFacts>(await shimFor(t)(HOST, [fault, 'vfork'], { conditions }));
    t.match(error, { code: fault.split(':')[1], limit });
    t.match(error.message, new RegExp(`${limit.name} is ${limit.value}, \\d+ in use by `));
    t.match(error.message, cure);
  });
}
