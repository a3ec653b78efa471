// Terminals in the main thread and in workers, treated at random and at the wrong moments: killed as
// they exit, closed as they are written to, resized as they end, destroyed in a flood, their process
// title asked for all the while, workers terminated with everything open.
//   node scripts/sanitize/races.mjs [--seconds 20] [--seed N] [--workers 3]
// Prints its seed and what it did. Exit code 1 when an answer was wrong: an event twice, data after the
// close, an exit that did not come.
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';

const { open, spawn } = createRequire(import.meta.url)('../..');

const PATIENCE_MS = 30_000;
const LIVE = 6; // terminals at a time, in each thread
const LIFE_MS = 1500; // of a worker, at most

const programs = [
  'exit 3',
  'head -c 200000 /dev/zero',
  'exec cat',
  'exec yes flood',
  "trap '' HUP; exec sleep 100",
  'sleep 0.05; printf end',
  'exec 0<&- 1>&- 2>&-; sleep 0.05; echo again > /dev/tty',
];

/** mulberry32: the same numbers for the same seed. */
function generator(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

class Stress {
  constructor(seed) {
    this.pick = generator(seed);
    this.counts = { spawns: 0, pairs: 0, operations: 0, bytes: 0, exits: 0 };
    this.faults = [];
    this.live = new Set();
  }

  fault(pty, what) {
    this.faults.push(`pid ${pty.pid}: ${what}`);
  }

  watch(pty) {
    let closed = 0;
    pty.onData((data) => {
      this.counts.bytes += data.length;
      if (closed > 0) this.fault(pty, 'data after the close');
    });
    pty.onClose(() => {
      closed += 1;
      if (closed > 1) this.fault(pty, 'a second close');
    });
    pty.on('error', (error) => this.fault(pty, `error: ${error.message}`));
  }

  spawn() {
    const launcher = ['clone', 'clone', 'vfork', 'posix_spawn'][this.pick(4)];
    process.env.FLATPTY_LAUNCHER = launcher;
    const failing = this.pick(10) === 0;
    const pty = failing
      ? spawn('/no/such/program')
      : spawn('/bin/sh', ['-c', programs[this.pick(programs.length)]]);
    this.counts.spawns += 1;
    this.live.add(pty);
    this.watch(pty);
    let exits = 0;
    pty.onExit(() => {
      exits += 1;
      if (exits > 1) this.fault(pty, 'a second exit');
      this.counts.exits += 1;
      this.live.delete(pty);
      // As late as can be: nothing of it may reach a stranger.
      this.operate(pty);
    });
  }

  pair() {
    const pair = open();
    this.counts.pairs += 1;
    pair.master.on('data', () => {});
    pair.slave.write('to the master');
    pair.master.write('to the slave\n');
    if (this.pick(2) === 0) pair.resize(1 + this.pick(200), 1 + this.pick(200));
    if (this.pick(2) === 0) pair.slave.destroy();
    pair.destroy();
  }

  operate(pty) {
    this.counts.operations += 1;
    switch (this.pick(11)) {
      case 0:
      case 1:
        if (pty.pid > 1) pty.write('x'.repeat(1 + this.pick(20_000)));
        return;
      case 2:
      case 3:
        pty.resize(1 + this.pick(500), 1 + this.pick(200));
        return;
      case 4:
        pty.pause();
        return;
      case 5:
        pty.resume();
        return;
      case 6:
      case 7:
        if (typeof pty.process !== 'string') this.fault(pty, 'no process title');
        return;
      case 8:
        if (this.pick(4) === 0) pty.kill('SIGKILL');
        return;
      case 9:
        if (this.pick(8) === 0) pty.destroy();
        return;
      default:
        pty.kill('SIGWINCH');
    }
  }

  /** One turn of the event loop full of it. */
  turn() {
    while (this.live.size < LIVE) this.spawn();
    if (this.pick(8) === 0) this.pair();
    const terminals = [...this.live];
    const steps = this.pick(12);
    for (let i = 0; i < steps; i += 1) this.operate(terminals[this.pick(terminals.length)]);
  }

  async run(until) {
    while (performance.now() < until && this.faults.length === 0) {
      this.turn();
      if (this.pick(4) === 0) await sleep(this.pick(4));
      else await new Promise(setImmediate);
    }
  }

  /** Ends all that is left, and waits for it. */
  async settle() {
    const rest = [...this.live];
    for (const pty of rest) {
      pty.resume();
      pty.kill('SIGKILL');
      if (this.pick(2) === 0) pty.destroy();
    }
    const late = sleep(PATIENCE_MS, 'late', { ref: false });
    for (const pty of rest) {
      if ((await Promise.race([pty.exited, late])) === 'late') this.fault(pty, 'no exit came');
    }
  }
}

function add(total, counts) {
  for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count;
}

/** A worker works until it is terminated, or ends by itself; then the next takes its place. */
async function workerAfterWorker(pick, until, total, faults) {
  while (performance.now() < until && faults.length === 0) {
    const byItself = pick(2) === 0;
    const life = Math.min(pick(LIFE_MS), until - performance.now());
    const worker = new Worker(fileURLToPath(import.meta.url), {
      workerData: { seed: pick(2 ** 31), life: byItself ? life : PATIENCE_MS },
    });
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    worker.on('error', (error) => faults.push(`worker: ${error.stack}`));
    worker.on('message', ({ counts, faults: found }) => {
      add(total, counts);
      faults.push(...found);
    });
    if (!byItself) {
      await sleep(Math.max(0, life));
      await worker.terminate();
      total.terminated = (total.terminated ?? 0) + 1;
    }
    await ended;
    total.workers = (total.workers ?? 0) + 1;
  }
}

async function main() {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string', default: '20' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
      workers: { type: 'string', default: '3' },
    },
  });
  const until = performance.now() + Number(values.seconds) * 1000;
  console.log(`races: seed ${values.seed}`);
  const stress = new Stress(Number(values.seed));
  const { counts, faults } = stress;
  const chains = Array.from({ length: Number(values.workers) }, (_, i) =>
    workerAfterWorker(generator(Number(values.seed) + i + 1), until, counts, faults),
  );
  await Promise.all([stress.run(until), ...chains]);
  await stress.settle();
  for (const fault of faults) console.log(`FAULT: ${fault}`);
  const list = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
  console.log(`races: ${list.join(', ')}, ${faults.length} faults`);
  process.exitCode = faults.length === 0 ? 0 : 1;
}

async function work({ seed, life }) {
  const stress = new Stress(seed);
  await stress.run(performance.now() + life);
  // Half of them end with everything open.
  if (seed % 2 === 0) await stress.settle();
  parentPort.postMessage({ counts: stress.counts, faults: stress.faults });
  if (seed % 2 === 1) process.exit(0);
}

await (isMainThread ? main() : work(workerData));
