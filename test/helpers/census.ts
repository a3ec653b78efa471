import {
  type Census,
  type CensusDifference,
  countByClass,
  diffCensus,
  explainDifference,
  isFlat,
} from '#lib/cli/census';
import { censusReader } from '#lib/cli/censusReader';
import { isOfLibc } from './ofLibc';
import { until } from './until';

/** `census` without the descriptors that malloc opens for a moment. */
function withoutLibcs(census: Census): Census {
  return { ...census, fds: census.fds.filter(({ target }) => !isOfLibc(target)) };
}

/** What this process holds now: descriptors by link target, threads, zombies. */
export function takeCensus(): Census {
  const census = censusReader()();
  if (!census.available) throw new Error(`census ${census.reason}`);
  return withoutLibcs(census);
}

/**
 * What has changed from `before` to `after`. The kernel's count of ptys is of everybody's, and others open hundreds
 * meanwhile: one of ours is held by a descriptor here, which counts by its link target, or by a child, which counts
 * too. `flatpty stress` judges that count as well, and test/leak judges that.
 */
export function censusDifference(before: Census, after: Census): CensusDifference {
  const difference = diffCensus(before, after);
  difference.ptys.unexplained = 0;
  return difference;
}

/** What this process holds now, by name, in one line; for errors. */
export function whatIsHeld(): string {
  const census = censusReader()();
  if (!census.available) return `census ${census.reason}`;
  const classes = Object.entries(countByClass(census.fds)).filter(([, count]) => count > 0);
  const held = classes.map(([name, count]) => `${count} ${name}`);
  if (census.zombies.length > 0) held.push(`zombies ${census.zombies.join(' ')}`);
  return [...held, `threads ${census.threads.join(' ')}`].join(', ');
}

/**
 * Waits until nothing is held that was not held at `before`.
 * @returns a sentence for everything that still is after `ms`; none is the good answer.
 */
export async function residueSince(before: Census, ms = 10_000): Promise<string[]> {
  let difference = censusDifference(before, takeCensus());
  try {
    await until(
      () => {
        difference = censusDifference(before, takeCensus());
        return isFlat(difference);
      },
      ms,
      'a census as before',
    );
    return [];
  } catch {
    return explainDifference(difference);
  }
}

/** Looks in a row that are alike: the library asks every 20 ms whether what it holds for a launch may go. */
const ALIKE = 7;

/** A slave whose master is closed: what is held for a launch that is over, and is about to go. */
const isOfNoTerminal = ({ target }: { target: string }) => /^\/dev\/pts\/\d+ /.test(target);

/** What this process holds when its dead children are reaped and some looks in a row are alike. */
export async function settledCensus(): Promise<Census> {
  let last = takeCensus();
  let alike = 0;
  const isSettled = () => {
    const before = last;
    last = takeCensus();
    const same = JSON.stringify(last.fds) === JSON.stringify(before.fds);
    alike = same && last.zombies.length === 0 ? alike + 1 : 0;
    return alike >= ALIKE;
  };
  await until(isSettled, 10_000, 'a census that does not change');
  return last;
}

/**
 * What `work` leaves behind, as residueSince. It is done twice: the first time starts what belongs to
 * the process for good (the I/O thread, its epoll and eventfd, node's own).
 */
export async function residueOf(work: () => Promise<unknown>): Promise<string[]> {
  await work();
  await until(() => !takeCensus().fds.some(isOfNoTerminal), 10_000, 'the end of all launches');
  const before = await settledCensus();
  await work();
  return residueSince(before);
}
