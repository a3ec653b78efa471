/** Live traffic: a pool of ptys that echo, flood, are resized, paused and killed at random. */
import { Random } from './random';
import type { ChildRunner } from './stressChild';
import type { PhaseResult, TrafficFacts, TrafficSizes } from './stressVerdict';
import { PROBLEMS_KEPT } from './stressVerdict';
import { TRAFFIC_KINDS } from './trafficKinds';

export interface TrafficOptions extends TrafficSizes {
  /** True: start nothing more. */
  stop(): boolean;
  /** @param done ptys that have ended so far */
  onEnd(done: number): void;
  /** Called when nothing is alive. Resolves with what is not as it was before the traffic. */
  onLull(): Promise<string[]>;
}

const LULL_EVERY_MS = 15_000;
/** A short run has lulls too. */
const LULLS_AT_LEAST = 4;
/** When failures have cost each lane so much time the run ends: one may take the whole of its limit. */
const PATIENCE_MS = 60_000;

/**
 * Keeps `atOnce` ptys alive for `minutes`, each replaced as it ends. From time to time it lets all of
 * them end, for a look at what is left.
 */
export async function runTraffic(
  runner: ChildRunner,
  options: TrafficOptions,
): Promise<PhaseResult> {
  const { minutes, atOnce, seed } = options;
  const startedAt = performance.now();
  const total = minutes * 60_000;
  const deadline = startedAt + total;
  const lullEvery = Math.min(LULL_EVERY_MS, total / LULLS_AT_LEAST);
  const random = new Random(seed);
  const facts: TrafficFacts = { kinds: {}, lulls: 0, charactersRead: 0, peak: 0 };
  const problems: string[] = [];
  let started = 0;
  let done = 0;
  let failures = 0;
  let wasted = 0;

  const over = (): boolean =>
    options.stop() || wasted > PATIENCE_MS * atOnce || performance.now() >= deadline;

  const note = (problem: string): void => {
    if (problems.length < PROBLEMS_KEPT) {
      problems.push(problem);
    }
  };

  const oneAfterTheOther = async (until: number): Promise<void> => {
    while (!over() && performance.now() < until) {
      const index = started++;
      // Of its own, because which lane is free first is not the seed's choice.
      const own = random.part(index);
      const kind = own.pick(TRAFFIC_KINDS);
      const begunAt = performance.now();
      const running = runner.run(kind.plan(own, `${kind.name} ${index}`));
      facts.peak = Math.max(facts.peak, runner.live);
      const problem = await running;
      done++;
      facts.kinds[kind.name] = (facts.kinds[kind.name] ?? 0) + 1;
      if (problem !== null && !options.stop()) {
        failures++;
        wasted += performance.now() - begunAt;
        note(problem);
      }
      options.onEnd(done);
    }
  };

  while (!over()) {
    const until = performance.now() + lullEvery;
    await Promise.all(Array.from({ length: atOnce }, () => oneAfterTheOther(until)));
    facts.lulls++;
    const left = await options.onLull();
    if (left.length > 0 && !options.stop()) {
      failures++;
      note(`lull ${facts.lulls}, after ${done} ptys: ${left.join('; ')}`);
    }
  }
  facts.charactersRead = runner.charactersRead;
  return {
    name: 'traffic',
    planned: done,
    done,
    failures,
    problems,
    ms: performance.now() - startedAt,
    traffic: facts,
  };
}
