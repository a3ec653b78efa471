import timers from 'node:timers';
import { spawn } from 'flatpty';
import t from 'tap';
import { isAlive } from '../helpers/processes';
import { talk } from '../helpers/talk';

// As jest's, vitest's and sinon's fake timers leave them: nothing comes due, and time stands still.
const NEVER = { setTimeout: () => ({}), setImmediate: () => ({}), clearTimeout: () => {} };

function freeze(): () => void {
  const stopped = performance.now();
  const targets = [globalThis, timers] as unknown as Record<string, unknown>[];
  const before = targets.map((target) => ({ ...NEVER, ...pick(target) }));
  const clock = performance.now;
  for (const target of targets) Object.assign(target, NEVER);
  performance.now = () => stopped;
  return () => {
    performance.now = clock;
    targets.forEach((target, i) => {
      Object.assign(target, before[i]);
    });
  };
}

function pick(target: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.keys(NEVER).map((name) => [name, target[name]]));
}

t.test('a program that ignores SIGHUP is killed after its grace', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'trap "" HUP; echo up; while :; do sleep 0.2; done']);
  // The whole session: a killTree() that got stuck has left it stopped.
  t.teardown(() => pty.killTree({ signal: 'SIGKILL' }));
  await talk(pty).expect(/up/);
  const realTimeout = setTimeout;
  const thaw = freeze();
  const late = new Promise<never>((_, reject) => {
    realTimeout(() => reject(new Error('killTree() takes more than 10 s')), 10_000).unref();
  });
  try {
    await Promise.race([pty.killTree({ graceMs: 100 }), late]);
  } finally {
    thaw();
  }
  t.notOk(isAlive(pty.pid));
});
