import './doubles';
import { spawn as spawnProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { open, spawn } from 'flatpty';
import t from 'tap';
import { type Census, countByClass } from '#lib/cli/census';
import { readMacosCensus } from '#lib/cli/censusMacos';
import { folder } from '../helpers/folder';
import { within } from '../helpers/until';

function census(): Census {
  const taken = readMacosCensus();
  if (!taken.available) throw new Error(taken.reason);
  return taken;
}

t.test('masters, slaves and files are told apart', async (t) => {
  const warm = spawn('true');
  await within(warm.exited, 20_000, 'the first exit');
  const before = census();
  const pair = open();
  const place = path.join(folder(t), 'a file');
  const file = openSync(place, 'w');
  const after = census();
  const [was, is] = [countByClass(before.fds), countByClass(after.fds)];
  t.equal(is.ptmx - was.ptmx, 1);
  t.equal(is.pts - was.pts, 1);
  t.equal(is.file - was.file, 1);
  t.equal(after.fds.find(({ fd }) => fd === file)?.target, place);
  t.match(after.fds.find(({ fdClass }) => fdClass === 'pts')?.target, /^\/dev\/(ttys|pts\/)\d+$/);
  t.equal(after.ptys.inUse - before.ptys.inUse, 1);
  t.equal(after.ptys.max, process.platform === 'darwin' ? after.ptys.max : 511);
  closeSync(file);
  pair.destroy();
});

t.test('the I/O thread has its name', async (t) => {
  t.ok(census().threads.includes('flatpty'), census().threads.join());
});

t.test('a child that has ended and is not reaped is a zombie, a living one is not', async (t) => {
  const child = spawnProcess('cat', { stdio: ['pipe', 'ignore', 'ignore'] });
  t.strictSame(census().zombies, []);
  if (child.pid === undefined) throw new Error('cat could not be started');
  process.kill(child.pid, 'SIGKILL');
  const deadline = performance.now() + 20_000;
  // The loop does not turn, so libuv cannot reap it.
  while (census().zombies.length === 0 && performance.now() < deadline);
  t.strictSame(census().zombies, [child.pid]);
  await once(child, 'exit');
  t.strictSame(census().zombies, []);
});
