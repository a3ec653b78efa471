// System calls per spawn and per MB of output: the difference between a larger and a smaller run, so
// that starting Node is not in it. strace slows everything down: counts compare, times would not.
import { runCell } from '../lib/run-cell.mjs';
import { countCalls, straceWorks } from '../lib/strace.mjs';
import { expected } from '../lib/texts.mjs';
import { cells as outputCells } from './output.mjs';
import { cells as spawnCells } from './spawn.mjs';

export const title = 'System calls';

export const metrics = [
  { key: 'perSpawn', title: 'per spawn, in the process', better: 'less' },
  { key: 'inChild', title: 'per spawn, in the child until exec', better: 'less' },
  { key: 'perMB', title: 'per MB', better: 'less' },
];

const SPAWNS = [20, 120];
const MEGABYTES = [4, 20];

export function cells() {
  return [
    { id: 'spawn', title: '/bin/true', roundsAtMost: 1, limit: [], run: perSpawn },
    { id: 'output', title: '100-byte lines → Buffer', roundsAtMost: 1, limit: [], run: perMB },
  ];
}

/** Both runs, and what the second has more, by call, over `units`. */
async function difference(caseName, small, large, library, units) {
  if (!straceWorks()) return { error: 'strace is not there, or not allowed' };
  const [a, b] = [
    await countCalls((wrapper) => runCell(caseName, small, library, wrapper)),
    await countCalls((wrapper) => runCell(caseName, large, library, wrapper)),
  ];
  const failed = [a.result, b.result].find(({ hang, error }) => hang || error);
  return (
    failed ?? {
      process: less(b.process, a.process, units),
      children: less(b.children, a.children, units),
    }
  );
}

function less(more, fewer, units) {
  const names = Object.keys({ ...more, ...fewer });
  const entries = names.map((name) => [name, ((more[name] ?? 0) - (fewer[name] ?? 0)) / units]);
  return Object.fromEntries(entries.filter(([, count]) => count !== 0));
}

const total = (counts) => Object.values(counts).reduce((sum, count) => sum + count, 0);

async function perSpawn(_caseName, _cell, library) {
  const [template] = spawnCells('quick');
  const [small, large] = SPAWNS.map((cycles) => ({
    ...template,
    params: { cycles, gigabytes: 0 },
    limit: [template.limit[0], `${cycles}`, '0'],
  }));
  const counts = await difference('spawn', small, large, library, SPAWNS[1] - SPAWNS[0]);
  if (counts.process === undefined) return counts;
  return {
    perSpawn: total(counts.process),
    inChild: total(counts.children),
    calls: counts.process,
    childCalls: counts.children,
  };
}

async function perMB(_caseName, _cell, library) {
  const template = outputCells('quick').find(({ id }) => id === 'lines-buffer');
  const sizes = MEGABYTES.map((megabytes) => expected('lines', megabytes, true));
  const [small, large] = sizes.map(({ produce, bytes, units }) => {
    const [producer, text] = template.params.argv;
    const argv = [producer, text, `${produce}`];
    return {
      ...template,
      params: { ...template.params, argv, bytes, units },
      limit: [template.limit[0], ...argv],
      limitS: 60,
    };
  });
  const megabytes = (sizes[1].bytes - sizes[0].bytes) / 1e6;
  const counts = await difference('output', small, large, library, megabytes);
  if (counts.process === undefined) return counts;
  return { perMB: total(counts.process), calls: counts.process };
}
