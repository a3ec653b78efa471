// The figures of `npm run bench:smoke` and what is made of them. A figure is a cost: what flatpty takes
// over what C takes, so that more is always worse.

/**
 * What is looked at: few cells, in seconds each, and of them what others on the machine touch least,
 * the processor's time and the quick tenth of the cases.
 */
export const WATCHED = [
  { case: 'spawn', id: 'small', keys: ['p10us'] },
  { case: 'spawn', id: 'burst', keys: ['ms'] },
  { case: 'output', id: 'lines-buffer', keys: ['cpuPerGB'] },
  { case: 'output', id: 'lines-string', keys: ['cpuPerGB'] },
  { case: 'output', id: 'log-string', keys: ['cpuPerGB'] },
  // Not its time: that is in two heaps, by whether a processor has to wake up.
  { case: 'echo', id: 'idle', keys: ['cpuUs'] },
  { case: 'fairness', id: 'echo-4', keys: ['p50us'] },
  { case: 'input', id: 'once', keys: ['mbPerS'] },
];

/** How much worse than the baseline a ratio may be. */
const WORSE = 2;

// Of rates the inverse is the cost.
const cost = (key, value) => (key.endsWith('PerS') ? 1 / value : value);

const name = (cell, key) => `${cell.case} ${cell.id} ${key}`;

/** NaN when there is none, on either side of the ratio: then it is not fine. */
function bestCost(attempts, key) {
  const costs = attempts.map(({ result }) => cost(key, result[key])).filter(Number.isFinite);
  return costs.length > 0 ? Math.min(...costs) : Number.NaN;
}

/**
 * Ratios to C by name, of the best of each over all attempts: others on the machine make a process
 * slower now and then, and nothing makes it faster.
 * @param attempts `[{cell, library: 'flatpty' | 'C', result}]`
 */
export function ratiosOf(attempts) {
  const ratios = {};
  for (const cell of WATCHED) {
    for (const key of cell.keys) {
      const best = (library) =>
        bestCost(
          attempts.filter(
            (each) => each.cell === `${cell.case} ${cell.id}` && each.library === library,
          ),
          key,
        );
      ratios[name(cell, key)] = best('flatpty') / best('C');
    }
  }
  return ratios;
}

/**
 * One row for each figure of the baseline. A figure that could not be measured is not fine.
 * @returns {{name: string, ratio: number, baseline: number, fine: boolean}[]}
 */
export function compare(ratios, baseline) {
  return Object.entries(baseline).map(([figure, before]) => ({
    name: figure,
    ratio: ratios[figure],
    baseline: before,
    fine: ratios[figure] <= WORSE * before,
  }));
}
