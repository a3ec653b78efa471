import fs from 'node:fs';
import path from 'node:path';
import { block } from './block';

const PLACE = path.join(__dirname, '../../.test-build/native');
const DAY_MS = 24 * 60 * 60 * 1000;
const LOOK_MS = 50;

/**
 * The folder that `build` fills, once per `name`: later calls, also of other processes, find it
 * made. It is below .test-build/, where git does not look. Test files run beside each other, so one
 * builds and the others wait for it.
 * @param name a kind and, behind its last hyphen, a hash of all that it is built from.
 */
export function builtOnce(name: string, build: (folder: string) => void): string {
  const done = path.join(PLACE, name);
  if (fs.existsSync(done)) return done;
  fs.mkdirSync(PLACE, { recursive: true });
  const lock = path.join(PLACE, `${name}.lock`);
  while (!take(lock)) block(LOOK_MS);
  try {
    if (!fs.existsSync(done)) fill(done, build);
  } finally {
    fs.rmSync(lock, { force: true });
  }
  removeOlder(name);
  return done;
}

function fill(done: string, build: (folder: string) => void): void {
  const making = fs.mkdtempSync(path.join(PLACE, 'making-'));
  try {
    build(making);
    fs.chmodSync(making, 0o755); // a test may become another user
    fs.renameSync(making, done);
  } finally {
    fs.rmSync(making, { recursive: true, force: true });
  }
}

/** A lock of a process that was killed is taken away. link(2) makes it with its content or fails. */
function take(lock: string): boolean {
  const own = `${lock}.${process.pid}`;
  fs.writeFileSync(own, `${process.pid}`);
  try {
    fs.linkSync(own, lock);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    fs.rmSync(own);
  }
  try {
    process.kill(Number(fs.readFileSync(lock, 'utf8')), 0);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH') fs.rmSync(lock, { force: true });
    else if (code !== 'ENOENT' && code !== 'EPERM') throw error;
  }
  return false;
}

/** What was built of sources that have changed since. */
function removeOlder(name: string): void {
  const kind = name.slice(0, name.lastIndexOf('-') + 1);
  for (const other of fs.readdirSync(PLACE)) {
    const file = path.join(PLACE, other);
    const old = Date.now() - (fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > DAY_MS;
    if (other.startsWith(kind) && other !== name && old) fs.rmSync(file, { recursive: true });
  }
}
