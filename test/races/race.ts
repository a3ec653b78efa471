import type { Random } from '#lib/cli/random';
import type { Canaries } from './canaries';

/** What a race has to work with. */
export interface Course {
  random: Random;
  /** To be churned now and then. */
  canaries: Canaries;
  /** Takes whatever is not as it should be, in words. None is the good answer. */
  faults: string[];
}

/** Runs to its end; resolves with how often what happened, so that a test can see that it did. */
export type Race = (course: Course) => Promise<Record<string, number>>;

/** What test/fixtures/race-host.ts prints. */
export interface RaceReport {
  faults: string[];
  /** What was left behind, in words. */
  residue: string[];
  counts: Record<string, number>;
}
