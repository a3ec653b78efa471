/** What a leak run found, and whether that is "flat". */
import type { Census, CensusDifference, NoCensus } from './census';
import { diffCensus, explainDifference } from './census';
import type { RssJudgement } from './stressRss';

export interface StressSizes {
  /** Ptys one after the other. */
  sequence: number;
  /** Ptys in waves, and how many are alive at once in one wave. */
  waves: number;
  waveSize: number;
  /** Launches that must fail. */
  failing: number;
  /** Live traffic, in place of all the others. */
  traffic?: TrafficSizes;
}

export interface TrafficSizes {
  minutes: number;
  /** Ptys alive at the same time. */
  atOnce: number;
  /** Of the random choices: the same seed gives the same ptys. */
  seed: number;
}

export type PhaseName = 'sequence' | 'waves' | 'failing' | 'traffic';

export interface PhaseResult {
  name: PhaseName;
  planned: number;
  done: number;
  failures: number;
  /** The first failures in words. */
  problems: string[];
  ms: number;
  /** What the live traffic consisted of. */
  traffic?: TrafficFacts;
}

export interface TrafficFacts {
  /** Ptys by what was done to them, e.g. `echo`. */
  kinds: Record<string, number>;
  /** Moments without a living pty, at each of which the census was taken. */
  lulls: number;
  /** Characters that all programs together have printed. */
  charactersRead: number;
  /** Most ptys alive at the same time. */
  peak: number;
}

/** `faulty`: nothing is known to be left behind, but output was lost, or an exit was wrong. */
export type Verdict = 'flat' | 'not flat' | 'faulty' | 'not measured' | 'interrupted';

export interface StressResult {
  verdict: Verdict;
  /** True only for "flat": a run that could not measure is not a passed one. */
  ok: boolean;
  /** Everything that speaks against "flat", in sentences. */
  problems: string[];
  /** As run: waveSize may be smaller than asked. */
  sizes: StressSizes;
  phases: PhaseResult[];
  /** Most ptys that were open at the same time during the waves or the traffic. */
  peak: number | null;
  /** Most descriptors above the first census seen after an exit, before any garbage collection. */
  pileUp: number | null;
  before: Census | NoCensus;
  after: Census | NoCensus;
  difference: CensusDifference | null;
  threadsAtStart: number | null;
  rss: RssJudgement;
  ms: number;
}

/** What the run hands over to be judged. */
export interface Evidence extends Omit<StressResult, 'verdict' | 'ok' | 'problems' | 'difference'> {
  /** Faults that belong to no phase. */
  otherProblems: string[];
  interrupted: boolean;
}

/** Failures kept in words, per phase. */
export const PROBLEMS_KEPT = 5;
/** Descriptors the I/O thread may still be about to close when `exit` arrives: four ptys' worth. */
const PILE_UP_ALLOWED = 8;

function phaseProblems(phase: PhaseResult, interrupted: boolean): string[] {
  const problems = [...phase.problems];
  if (phase.failures > phase.problems.length) {
    problems.push(`${phase.name}: ${phase.failures} of ${phase.done} ptys failed`);
  }
  if (phase.done < phase.planned && !interrupted) {
    problems.push(`${phase.name}: stopped after ${phase.done} of ${phase.planned} ptys`);
  }
  return problems;
}

function threadProblems(after: Census, atStart: number | null): string[] {
  return atStart === null || after.threads.length <= atStart + 1
    ? []
    : [
        `${after.threads.length} threads, of which only one may be new: ` +
          `${atStart} when the process started`,
      ];
}

function memoryProblems({ pileUp, rss }: Evidence): string[] {
  const problems: string[] = [];
  if (pileUp !== null && pileUp > PILE_UP_ALLOWED) {
    problems.push(`up to ${pileUp} descriptors stayed open after exit during the sequence`);
  }
  if (rss.flat === false) {
    problems.push(
      `resident memory grew by ${(rss.growth / 1e6).toFixed(1)} MB over the last half of the ` +
        `sequence, ${(rss.allowed / 1e6).toFixed(1)} MB pass for noise`,
    );
  }
  return problems;
}

/** Compares the censuses and adds up everything that speaks against "flat". */
export function judge(evidence: Evidence): StressResult {
  const { otherProblems, interrupted, ...facts } = evidence;
  const { before, after, phases } = facts;
  const faults = [
    ...otherProblems,
    ...phases.flatMap((phase) => phaseProblems(phase, interrupted)),
  ];
  const leftovers: string[] = [];
  let difference: CensusDifference | null = null;
  if (before.available && after.available) {
    difference = diffCensus(before, after);
    leftovers.push(...explainDifference(difference));
    leftovers.push(...threadProblems(after, facts.threadsAtStart));
  }
  leftovers.push(...memoryProblems(evidence));
  const problems = [...faults, ...leftovers];
  let verdict: Verdict = leftovers.length > 0 ? 'not flat' : faults.length > 0 ? 'faulty' : 'flat';
  const unmeasured = [before, after].find((census) => !census.available);
  if (unmeasured !== undefined && !unmeasured.available) {
    verdict = verdict === 'flat' ? 'not measured' : verdict;
    problems.push(`census ${unmeasured.reason}: whether anything leaked was not measured`);
  }
  if (interrupted) {
    verdict = 'interrupted';
  }
  return { verdict, ok: verdict === 'flat', problems, ...facts, difference };
}
