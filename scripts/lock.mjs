import fs from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const SILENCE_MS = 2000;

/**
 * Runs `work` while no other process does so under the same lock file; waits as long as its holder
 * lives, and says so on stderr. Two builds at once would delete each other's half-made files.
 */
export async function withLock(file, work) {
  const own = `${file}.${process.pid}`;
  fs.writeFileSync(own, `${process.pid} ${startOf(process.pid)}`);
  try {
    await waitFor(own, file);
    try {
      return await work();
    } finally {
      fs.rmSync(file, { force: true });
    }
  } finally {
    fs.rmSync(own, { force: true });
  }
}

async function waitFor(own, file) {
  const begun = performance.now();
  let told;
  while (!take(own, file)) {
    const holder = readHolder(file);
    if (holder && holder !== told && performance.now() - begun > SILENCE_MS) {
      const [pid] = holder.split(' ');
      console.error(`waiting for process ${pid} (${commandOf(pid)}), which holds ${file}`);
      told = holder;
    }
    await sleep(100);
  }
}

/** link(2) either makes the lock with its content or fails, so no reader sees half a pid. */
function take(own, file) {
  try {
    fs.linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  const holder = readHolder(file);
  if (holder !== undefined && !isAlive(holder)) fs.rmSync(file, { force: true });
  return false;
}

function readHolder(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  }
}

/** When a process started, in the kernel's ticks; empty where there is no /proc. */
function startOf(pid) {
  try {
    // Behind the name, which may have spaces and parentheses; field 22 of proc(5).
    return fs
      .readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')[19];
  } catch {
    return '';
  }
}

function commandOf(pid) {
  try {
    return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return 'its command is not known';
  }
}

/** A pid alone would do only until another process gets it: the lock of a killed build would stay. */
function isAlive(holder) {
  const [pid, start] = holder.split(' ');
  if (!/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  const now = startOf(pid);
  return !start || !now || start === now;
}
