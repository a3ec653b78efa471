// What the library uses of Node's globals, taken when it is loaded. A test that installs a fake clock
// (jest, vitest, sinon, node:test) or a page that has no setImmediate (jsdom) replaces the globals, and
// terminals must go on. biome.json forbids the globals in all other files of the library.
import { performance } from 'node:perf_hooks';
import nodeProcess from 'node:process';
import timers from 'node:timers';

export const { setTimeout, clearTimeout, setImmediate } = timers;

export const nextTick: typeof nodeProcess.nextTick = nodeProcess.nextTick.bind(nodeProcess);

const clock = performance.now;

/** Milliseconds from a fixed moment on; never steps back. */
export const now = (): number => clock.call(performance);

const wallClock = Date.now;

/** Seconds since 1970, whole. */
export const unixTime = (): number => Math.floor(wallClock() / 1000);

/** This process's directory. @throws ErrnoException when it was removed. */
export const cwd: () => string = nodeProcess.cwd.bind(nodeProcess);

export const { platform, arch, version, versions, argv, pid } = nodeProcess;

/** The environment of this moment: a program may put another object in place of `process.env`. */
export const env = (): NodeJS.ProcessEnv => nodeProcess.env;

/** Calls `last` once when this process ends by itself. */
export const atExit = (last: () => void): void => {
  nodeProcess.once('exit', last);
};

/** Resolves after `ms`. */
export const delay = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
