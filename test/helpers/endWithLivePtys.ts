import type { Ending } from '../fixtures/host-that-ends-with-live-ptys';
import { isAlive, killPid } from './processes';
import { type ProgramEnd, runScript } from './runScript';
import { until } from './until';

/**
 * Has a host with 30 live terminals end, and waits until its programs are gone too.
 * @throws Error when the host does not end, or some of its programs do not.
 */
export async function endWithLivePtys(ending: Ending): Promise<ProgramEnd & { pids: number[] }> {
  const end = await runScript(require.resolve('../fixtures/host-that-ends-with-live-ptys'), [
    ending,
  ]);
  const pids = end.stdout.trim().split(' ').map(Number);
  try {
    await until(() => !pids.some(isAlive), 5000, `the end of ${pids.filter(isAlive)}`);
  } catch (error) {
    pids.forEach(killPid);
    throw error;
  }
  return { ...end, pids };
}
