// What this project exists for: 600 programs on terminals, one after the other, more than the 511
// ptys that a Mac has. Each has ended before the next begins, so the ptys in use must be after it what
// they were before. Counted by lsof(8), where there is one, and by the names in /dev.
//   node scripts/macos/six-hundred.mjs [--count N] [--samples N] [--library NAME]
// --library is what to require in place of flatpty, e.g. node-pty, from the current folder.
// Prints one JSON document; exit code 1 unless all ran and nothing is left.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { readLsofCensus } from './lsof-census.mjs';

const EXIT_LIMIT_MS = 30_000;
const SETTLE_LIMIT_MS = 5000;

const { values: flags } = parseArgs({
  options: {
    count: { type: 'string', default: '600' },
    samples: { type: 'string', default: '30' },
    library: { type: 'string' },
  },
});
const count = Number(flags.count);
const root = fileURLToPath(new URL('../..', import.meta.url));
const require = createRequire(path.join(flags.library ? process.cwd() : root, 'from-here.js'));
const library = require(flags.library ?? root);
const hasLsof = spawnSync('lsof', ['-v'], { stdio: 'ignore' }).error === undefined;

/** Ends of terminals that this process holds, as the system's own tool sees them. */
function openEnds() {
  const targets = hasLsof
    ? readLsofCensus().fds.map(({ target }) => target)
    : fs.readdirSync('/proc/self/fd').map((fd) => {
        try {
          return fs.readlinkSync(`/proc/self/fd/${fd}`);
        } catch {
          return ''; // the listing's own
        }
      });
  const holds = (name) => targets.filter((target) => name.test(target)).length;
  return { masters: holds(/^\/dev\/(pts\/)?ptmx/), slaves: holds(/^\/dev\/(ttys|pts\/)\d+/) };
}

/** Ptys in use: of the machine on macOS, where devfs has a name for each; elsewhere not known. */
function counted() {
  const inUse =
    process.platform === 'darwin'
      ? fs.readdirSync('/dev').filter((name) => /^ttys\d{3}$/.test(name)).length
      : null;
  return { ...openEnds(), inUse };
}

function runOne() {
  return new Promise((resolve, reject) => {
    const pty = library.spawn('/bin/sh', ['-c', 'exit 0'], { cols: 80, rows: 24 });
    const timer = setTimeout(() => {
      pty.kill('SIGKILL');
      reject(new Error(`no exit within ${EXIT_LIMIT_MS} ms`));
    }, EXIT_LIMIT_MS);
    pty.onData(() => {});
    pty.onExit(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}

async function settled(before) {
  const deadline = performance.now() + SETTLE_LIMIT_MS;
  for (;;) {
    const now = counted();
    if (JSON.stringify(now) === JSON.stringify(before) || performance.now() > deadline) return now;
    await delay(50);
  }
}

await runOne(); // starts what belongs to the process for good
const before = await settled(null);
const samples = [];
const every = Math.max(1, Math.ceil(count / Number(flags.samples)));
let done = 0;
let error = null;
try {
  for (; done < count; done++) {
    if (done % every === 0) samples.push({ done, ...counted() });
    await runOne();
  }
} catch (thrown) {
  error = String(thrown.message ?? thrown);
}
const after = await settled(before);
samples.push({ done, ...after });
const isFlat = JSON.stringify(after) === JSON.stringify(before);
const result = {
  library: flags.library ?? 'flatpty',
  countedBy: hasLsof ? 'lsof' : 'proc',
  ok: done === count && isFlat,
  count,
  done,
  error,
  before,
  after,
  samples,
};
console.log(JSON.stringify(result));
process.exitCode = result.ok ? 0 : 1;
