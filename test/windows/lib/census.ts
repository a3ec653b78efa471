// What this process holds, by an addon of the tests (programs/census.c): Node has no way to ask.
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Test } from 'tap';

export interface Census {
  handles: number;
  threads: number;
  processes: number;
}

const tools = process.env.FLATPTY_TEST_TOOLS ?? path.resolve('test/windows/tools');
const addon: { census(): Census } = require(path.join(tools, 'census.node'));

export const census = (): Census => addon.census();

/** The census once it is at most `limit` in all respects, or after 20 s as it is then. */
export async function settled(limit: Census): Promise<Census> {
  for (let i = 0; ; i++) {
    const now = census();
    const fits =
      now.handles <= limit.handles &&
      now.threads <= limit.threads &&
      now.processes <= limit.processes;
    if (fits || i === 200) return now;
    await delay(100);
  }
}

/** Threads of the pool come and go by themselves. */
const POOL_THREADS = 8;

/** Runs `work`, and asserts that it leaves no handle, no process and no thread of its own. */
export async function leavesNothing(t: Test, work: () => Promise<void>): Promise<void> {
  const before = census();
  await work();
  const after = await settled(before);
  // Fewer, when a thread of the pool has gone meanwhile.
  t.ok(after.handles <= before.handles, `handles ${before.handles}, ${after.handles}`);
  t.ok(after.processes <= before.processes, `processes ${before.processes}, ${after.processes}`);
  t.ok(
    after.threads <= before.threads + POOL_THREADS,
    `threads ${before.threads}, ${after.threads}`,
  );
}
