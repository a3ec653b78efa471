// Ends what has left the terminal's session too: daemons, by two means that Linux has.
import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { spawn } from 'flatpty';

/** A cgroup for one terminal; undefined where this process may not make one, or there is only version 1. */
function newCgroup() {
  const folder = `/sys/fs/cgroup/flatpty-example-${process.pid}`;
  if (!existsSync('/sys/fs/cgroup/cgroup.procs')) return undefined;
  try {
    mkdirSync(folder);
    return folder;
  } catch {
    return undefined;
  }
}

const DAEMON = '(setsid sleep 600 &); echo started; read x';
const isAlive = (pid) => existsSync(`/proc/${pid}`);

const pty = spawn('sh', ['-c', DAEMON], { subreaper: true });
await pty.waitFor('started');
const { left } = await pty.killTree();
console.log('subreaper', left.map(({ pid }) => pid).filter(isAlive).length);

const cgroup = newCgroup();
const inGroup = spawn('sh', ['-c', DAEMON], { cgroup, subreaper: true });
await inGroup.waitFor('started');
await inGroup.killTree();
console.log('cgroup', (await inGroup.processes()).length);
if (cgroup) rmdirSync(cgroup);

// Prints:
// subreaper 0
// cgroup 0
