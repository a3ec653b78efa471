import { type Census, countByClass, diffCensus, explainDifference, isFlat } from '#lib/cli/census';
import { censusReader } from '#lib/cli/censusReader';
import { isOfLibc } from './ofLibc';
import { until } from './until';

const READINGS_AT_MOST = 20;

/** `census` without the descriptors that malloc opens for a moment. */
export function withoutLibcs(census: Census): Census {
  return { ...census, fds: census.fds.filter(({ target }) => !isOfLibc(target)) };
}

/** What this process holds now: descriptors by link target, ptys, threads, zombies. */
export function takeCensus(): Census {
  for (let reading = 1; ; reading++) {
    const census = censusReader()({ elsewhere: true });
    if (!census.available) throw new Error(`census ${census.reason}`);
    // The kernel counts the ptys of the whole machine. That other processes hold more than there are
    // cannot be: they opened some while they were looked at.
    const rest = census.ptys.elsewhere?.rest;
    if (rest === undefined || rest.most >= 0 || reading === READINGS_AT_MOST) {
      return withoutLibcs(census);
    }
  }
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
  let difference = diffCensus(before, takeCensus());
  try {
    await until(
      () => {
        difference = diffCensus(before, takeCensus());
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

/**
 * What `work` leaves behind, as residueSince. It is done twice: the first time starts what belongs to
 * the process for good (the I/O thread, its epoll and eventfd, node's own).
 */
export async function residueOf(work: () => Promise<unknown>): Promise<string[]> {
  await work();
  const before = takeCensus();
  await work();
  return residueSince(before);
}
