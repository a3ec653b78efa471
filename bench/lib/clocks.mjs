// Clocks and counters of the process they are called in.
import fs from 'node:fs';
import { performance } from 'node:perf_hooks';

// The kernel says 100 Hz to programs, whatever its own clock (USER_HZ).
const MS_PER_TICK = 10;

/** CPU time of all threads, in ms. */
export function processCpuMs() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e3;
}

/** CPU time of the thread that runs JavaScript, in ms. It is the first one, under Bun too. */
export function mainThreadCpuMs() {
  const [ns] = fs.readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
  return Number(ns) / 1e6;
}

/** CPU time of the programs that this process has waited for, in ms (cutime and cstime of proc(5)). */
export function programsCpuMs() {
  const stat = fs.readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) * MS_PER_TICK;
}

// Bun has the function, which always says 0.
const loopUtilization = process.versions.bun ? undefined : performance.eventLoopUtilization;

/**
 * Starts all three clocks; the result, called, says what has gone by. `busy` is a share of 1,
 * undefined where the runtime does not know it.
 */
export function startClocks() {
  const wall = performance.now();
  const cpu = processCpuMs();
  const main = mainThreadCpuMs();
  const loop = loopUtilization?.();
  return () => ({
    ms: performance.now() - wall,
    cpuMs: processCpuMs() - cpu,
    mainCpuMs: mainThreadCpuMs() - main,
    busy: loop && loopUtilization(loop).utilization,
  });
}

/** A number of /proc/self/status, e.g. `VmRSS` (KB) or `Threads`. */
export function status(key) {
  const line = fs
    .readFileSync('/proc/self/status', 'utf8')
    .match(new RegExp(`^${key}:\\s+(\\d+)`, 'm'));
  return Number(line[1]);
}

/** Descriptors this process holds. */
export const descriptors = () => fs.readdirSync('/proc/self/fd').length - 1;
