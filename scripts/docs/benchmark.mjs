// A few rows of bench/RESULTS.md, for a reader who has ten seconds.

/** Row label and figure in RESULTS.md, and what a stranger understands. */
const ROWS = [
  ['small process', 'spawn() blocks, p50 µs', 'spawn() blocks the event loop, µs'],
  ['1 GB touched', 'spawn() blocks, p50 µs', 'the same in a process of 1 GB, µs'],
  ['200 at once', 'all exited, ms', '200 programs at once, all exited, ms'],
  ['100-byte lines → string', 'main-thread CPU, s/GB', 'main-thread CPU for 1 GB of output, s'],
  ['100-byte lines → string', 'event loop busy, %', 'event loop busy beside a flood, %'],
  ['one byte, idle', 'round trip p50, µs', 'echo of one key, µs'],
];
const COLUMNS = { flatpty: 'flatpty', 'node-pty-beta': 'node-pty (beta)', C: 'C, the limit' };

const cellsOf = (line) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());

/** Every row of every table headed "Figures:", as {label, figure, <column>: median}. */
function figures(results) {
  return results
    .split('\nFigures:\n')
    .slice(1)
    .flatMap((part) => {
      const [head, , ...rows] = part.trimStart().split('\n\n')[0].split('\n').map(cellsOf);
      return rows.map(([label, figure, ...cells]) => ({
        label,
        figure,
        ...Object.fromEntries(cells.map((cell, i) => [head[i + 2], cell.split(' ')[0]])),
      }));
    });
}

/**
 * A markdown table of ROWS.
 * @throws Error for a row or column that RESULTS.md no longer has.
 */
export function benchmarkTable(results) {
  const all = figures(results);
  const lines = ROWS.map(([label, figure, words]) => {
    const row = all.find((one) => one.label === label && one.figure === figure);
    const cells = Object.keys(COLUMNS).map((column) => row?.[column]);
    if (cells.includes(undefined)) {
      throw new Error(
        `bench/RESULTS.md lacks "${label}, ${figure}": see scripts/docs/benchmark.mjs`,
      );
    }
    return `| ${words} | ${cells.join(' | ')} |`;
  });
  const run = /^flatpty at .*$/m.exec(results)?.[0];
  const names = Object.values(COLUMNS);
  return [
    `| median | ${names.join(' | ')} |`,
    `|---|${names.map(() => '---:').join('|')}|`,
    ...lines,
    '',
    `From [bench/RESULTS.md](bench/RESULTS.md), which has more libraries, the goals that are not met, and the spread: ${run}`,
  ].join('\n');
}
