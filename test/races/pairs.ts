// Two things that meet: each of them right before, in and right after the other.
import { setTimeout as delay } from 'node:timers/promises';
import { type Pty, spawn } from 'flatpty';
import type { Random } from '#lib/cli/random';
import { difference, numbered } from '../helpers/numbered';
import { until, within } from '../helpers/until';
import type { Course, Race } from './race';
import { ROUNDS } from './rounds';

const AT_ONCE = 20;
const PATIENCE_MS = 20_000;
/** Of a consumer that stays paused; 200 ms, less a timer's error. */
const EXIT_HELD_MS = 195;

/** More than these do not bring what has not happened by then. */
const ROUNDS_AT_MOST = 2000;

/**
 * Runs `round` so many times, some of them at once, each with choices of its own, and then goes on until
 * `met`: on a busy machine one side may win many races in a row.
 */
async function rounds(
  { random, canaries, faults }: Course,
  count: number,
  round: (random: Random, fault: (text: string) => void) => Promise<void>,
  met: () => boolean = () => true,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count || (!met() && next < ROUNDS_AT_MOST)) {
      const index = next++;
      const own = random.part(index);
      canaries.churn(own);
      try {
        await round(own, (text) => faults.push(`round ${index}: ${text}`));
      } catch (error) {
        faults.push(`round ${index}: ${error}`);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

/** A moment between now and some milliseconds from now, of any length. */
async function moment(random: Random, most: number): Promise<void> {
  const ms = random.next() * most;
  if (ms >= 1) await delay(ms);
  else for (let turns = random.integer(0, 5); turns > 0; turns--) await new Promise(setImmediate);
}

/** Counts what is told, and that nothing is told twice or after the end. */
function watch(pty: Pty, fault: (text: string) => void): void {
  let closed = 0;
  let exits = 0;
  pty.onData(() => {
    if (exits > 0 || closed > 0) fault('data after the end');
  });
  pty.onClose(() => {
    closed += 1;
    if (closed > 1 || exits > 0) fault('a second close, or one after exit');
  });
  pty.onExit(() => {
    exits += 1;
    if (exits > 1) fault('a second exit');
    if (closed !== 1) fault('exit without close');
  });
}

export const killAgainstExit: Race = async (course) => {
  const counts = { byItself: 0, killed: 0 };
  await rounds(
    course,
    ROUNDS.killAgainstExit,
    async (random, fault) => {
      const pty = spawn('/bin/sh', ['-c', 'exit 7']);
      watch(pty, fault);
      await moment(random, 8);
      // Again and again, so that some come between the program's end and its reaping.
      const kills = random.integer(1, 30);
      for (let i = 0; i < kills; i++) {
        pty.kill('SIGKILL');
        if (random.chance(0.3)) await new Promise(setImmediate);
      }
      const { exitCode, signal } = await within(pty.exited, PATIENCE_MS, 'the exit');
      for (let i = 0; i < 3; i++) pty.kill('SIGKILL');
      if (exitCode === 7 && !signal) counts.byItself += 1;
      else if (exitCode === 0 && signal === 9) counts.killed += 1;
      else fault(`exit code ${exitCode}, signal ${signal}`);
    },
    () => counts.byItself > 0 && counts.killed > 0,
  );
  return counts;
};

export const closeAgainstWrite: Race = async (course) => {
  const counts = { full: 0, queued: 0, flushed: 0 };
  await rounds(
    course,
    ROUNDS.closeAgainstWrite,
    async (random, fault) => {
      const reads = random.chance(0.5);
      const pty = spawn(reads ? 'cat' : 'sleep', reads ? [] : ['600'], {
        termios: { raw: true, echo: false },
      });
      watch(pty, fault);
      let called = 0;
      const writes = random.integer(1, 8);
      const closeAt = random.integer(0, writes);
      const data = Buffer.alloc(random.pick([1, 100, 5000, 200_000]), 'x');
      for (let i = 0; i <= writes; i++) {
        if (i === closeAt) {
          counts[pty.writableLength > 0 ? 'queued' : 'flushed'] += 1;
          pty.destroy();
        }
        if (i === writes) break;
        if (!pty.write(data, () => (called += 1))) counts.full += 1;
        if (random.chance(0.4)) await moment(random, 2);
      }
      const { exitCode, signal } = await within(pty.exited, PATIENCE_MS, 'the exit');
      if (exitCode !== 0 || signal !== 1) fault(`exit code ${exitCode}, signal ${signal}`);
      await until(() => called >= writes, PATIENCE_MS, `callbacks, ${called} of ${writes}`);
      await delay(1);
      if (called !== writes) fault(`${called} callbacks for ${writes} writes`);
      if (pty.fd !== -1 || pty.writableLength !== 0)
        fault(`${pty.fd}, ${pty.writableLength} queued`);
    },
    () => counts.queued > 0 && counts.flushed > 0 && counts.full > 0,
  );
  return counts;
};

export const resizeAgainstExit: Race = async (course) => {
  const counts = { applied: 0, ignored: 0 };
  await rounds(course, ROUNDS.resizeAgainstExit, async (random, fault) => {
    const pty = spawn('/bin/sh', ['-c', 'exit 7']);
    watch(pty, fault);
    let over = false;
    void pty.exited.then(() => {
      over = true;
    });
    const deadline = performance.now() + PATIENCE_MS;
    for (let cols = 1; !over && performance.now() < deadline; cols = (cols % 500) + 1) {
      pty.resize(cols, 1 + (cols % 100));
      counts[pty.cols === cols ? 'applied' : 'ignored'] += 1;
      if (random.chance(0.2)) await delay(1);
      else await new Promise(setImmediate);
    }
    const { cols, rows } = pty;
    pty.resize(600, 200);
    counts.ignored += 1;
    if (pty.cols !== cols || pty.rows !== rows) fault('a size after the end');
    const { exitCode, signal } = await within(pty.exited, PATIENCE_MS, 'the exit');
    if (exitCode !== 7 || signal) fault(`exit code ${exitCode}, signal ${signal}`);
  });
  return counts;
};

export const pauseAndResume: Race = async (course) => {
  const counts = { pauses: 0, characters: 0 };
  await rounds(course, ROUNDS.pauseAndResume, async (random, fault) => {
    const { file, args, expected } = numbered(random.integer(1, 600_000));
    const pty = spawn(file, args);
    let output = '';
    let over = false;
    let pausedAt = Infinity;
    pty.onData((data) => {
      output += data;
    });
    pty.onClose(() => {
      over = true;
    });
    pty.onExit(() => {
      const ms = performance.now() - pausedAt;
      // Only who stays paused is told of the exit before the rest of the output.
      if (!over && ms < EXIT_HELD_MS) fault(`exit before the rest, after a pause of ${ms} ms`);
    });
    const deadline = performance.now() + PATIENCE_MS;
    while (!over && performance.now() < deadline) {
      // Taken before: what comes between the two must not make the pause look shorter than it is.
      pausedAt = performance.now();
      pty.pause();
      counts.pauses += 1;
      await moment(random, 10);
      pty.resume();
      pausedAt = Infinity;
      await moment(random, 3);
    }
    const { exitCode, signal } = await within(pty.exited, PATIENCE_MS, 'the exit');
    counts.characters += output.length;
    if (output !== expected) fault(difference(output, expected));
    if (exitCode !== 0 || signal) fault(`exit code ${exitCode}, signal ${signal}`);
  });
  return counts;
};

/** Not a race: touches strangers, so that it is known that this would be seen. */
export const touchingStrangers: Race = async () => {
  process.kill(process.ppid, 0);
  try {
    process.kill(-process.ppid, 0);
  } catch {
    // The parent may lead no group.
  }
  const { native } = await import('flatpty');
  const { closeSync, openSync } = await import('node:fs');
  const fd = openSync('/dev/null', 'r');
  try {
    native?.resize(fd, 80, 24);
  } catch {
    // It is no terminal.
  }
  closeSync(fd);
  const pty = spawn('sleep', ['600']);
  closeSync(pty.fd);
  pty.destroy();
  await within(pty.exited, PATIENCE_MS, 'the exit');
  return {};
};
