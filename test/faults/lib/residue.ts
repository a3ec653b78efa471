// What a call has left behind, in a process that is alone with its faults.
import { readdirSync } from 'node:fs';
import { type Census, explainDifference } from '#lib/cli/census';
import { censusDifference, takeCensus } from '../../helpers/census';
import { statOf } from '../../helpers/processes';
import { until } from '../../helpers/until';

/** For what was released to be gone, in ms. */
const RELEASE_MS = 3_000;

function liveChildren(bystander: number | undefined): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat?.parent === process.pid && stat.state !== 'Z' && stat.pid !== bystander)
    .map((stat) => `child ${stat?.pid} (${stat?.name}) lives`);
}

/** What the I/O thread has for good, once it was started. */
const OF_THE_IO_THREAD = /^1 extra event(fd|poll) |^threads: .*new: flatpty$/;

/** A sentence for each descriptor, thread, zombie and child that there is more of after a while. */
export async function ownResidue(
  before: Census,
  { ioThreadMayStay = false, bystander }: { ioThreadMayStay?: boolean; bystander?: number } = {},
): Promise<string[]> {
  const residue = () => {
    const sentences = [
      ...explainDifference(censusDifference(before, takeCensus())),
      ...liveChildren(bystander),
    ];
    return sentences.filter((line) => !(ioThreadMayStay && OF_THE_IO_THREAD.test(line)));
  };
  const isGone = () => residue().length === 0;
  await until(isGone, RELEASE_MS, 'a census as before').catch(() => undefined);
  return residue();
}
