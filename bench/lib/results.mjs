// The figures of a run, and what is asked of them.
import { summary } from './stats.mjs';

/**
 * `cells` are rows: `{case, id, title, metrics, runs: {[library]: [result of round 1, ...]}}`.
 */
export class Results {
  constructor({ machine, options, cells = [] }) {
    this.machine = machine;
    this.options = options;
    this.cells = cells;
  }

  /** Without commands and parameters: they name paths of this machine. */
  toJSON() {
    const { machine, options, cells } = this;
    const { libraries, rounds, size } = options;
    return {
      machine,
      options: { libraries, rounds, size },
      cells: cells.map(({ case: name, caseTitle, id, title, metrics, runs }) => ({
        case: name,
        caseTitle,
        id,
        title,
        metrics,
        runs,
      })),
    };
  }

  /** How many rounds there were, of the cells that had the most. */
  get rounds() {
    return Math.max(
      ...this.cells.flatMap(({ runs }) => Object.values(runs).map((all) => all.length)),
    );
  }

  find(caseName, id) {
    return this.cells.find((cell) => cell.case === caseName && cell.id === id);
  }

  /** `{median, min, max, count}` of a metric over the rounds; undefined when there is none. */
  of(caseName, id, library, key) {
    return summary(valuesOf(this.find(caseName, id), library, key));
  }

  /** The same of library/other, taken round by round, so that both had the same machine. */
  ratio(caseName, id, library, other, key) {
    const cell = this.find(caseName, id);
    const ratios = (cell?.runs[library] ?? []).flatMap((run, round) => {
      const ratio = run[key] / cell.runs[other]?.[round]?.[key];
      return Number.isFinite(ratio) ? [ratio] : [];
    });
    return summary(ratios);
  }

  /** `HANG`, `error`, or undefined when every round had a result. */
  failure(caseName, id, library) {
    const runs = this.find(caseName, id)?.runs[library] ?? [];
    if (runs.some(({ hang }) => hang)) return 'HANG';
    if (runs.some(({ error }) => error)) return 'error';
    return undefined;
  }

  /** Library with the best median of a metric, of `libraries`. */
  best(caseName, id, libraries, key, better) {
    const known = libraries
      .map((library) => ({ library, ...this.of(caseName, id, library, key) }))
      .filter((entry) => entry.median !== undefined)
      .sort((a, b) => (better === 'more' ? b.median - a.median : a.median - b.median));
    return known[0];
  }
}

const valuesOf = (cell, library, key) =>
  (cell?.runs[library] ?? []).map((run) => run[key]).filter((value) => typeof value === 'number');
