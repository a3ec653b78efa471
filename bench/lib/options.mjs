// The command line of `npm run bench`.
import { parseArgs } from 'node:util';

/** The libraries that can be measured, in the order of the tables. */
export const LIBRARIES = [
  'flatpty',
  'node-pty-1.1',
  'node-pty-beta',
  'lydell',
  'zigpty',
  'ruspty',
  'bun',
];

/** The cases, in the order in which they run. */
export const CASES = [
  'spawn',
  'output',
  'echo',
  'fairness',
  'loss',
  'input',
  'stalled',
  'idle',
  'load',
  'syscalls',
];

const ROUNDS = { full: 3, quick: 1 };

export const HELP = `npm run bench -- [OPTION...]
  --quick             small sizes, one round; without it a run takes about half an hour
  --only CASE,...     ${CASES.join(', ')}
  --cell TEXT         only cells whose name contains TEXT
  --libs LIB,...      ${LIBRARIES.join(', ')}
  --other FOLDER      another build of flatpty beside this one, as flatpty-other
  --rounds N          default: ${ROUNDS.full}, with --quick ${ROUNDS.quick}
  --no-limit          without the C programs
  --write             keep figures and charts in bench/results and write bench/RESULTS.md; a complete run
                      does so without being asked, others leave theirs in bench/build
  --json FILE         all figures to FILE too
  --resume FILE       goes on with a run that was stopped, whose figures.json FILE is
  --from FILE         measures nothing: what an earlier run's figures.json says`;

const list = (text, known, what) => {
  const chosen = text.split(',');
  const unknown = chosen.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(`no ${what} ${unknown}; there are ${known.join(', ')}`);
  return chosen;
};

/** @throws Error for what cannot be meant; its message is for the user. */
export function readOptions(argv) {
  const { values } = parseArgs({
    args: argv,
    allowNegative: true,
    options: {
      help: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      only: { type: 'string', default: CASES.join(',') },
      cell: { type: 'string', default: '' },
      libs: { type: 'string', default: LIBRARIES.join(',') },
      other: { type: 'string' },
      rounds: { type: 'string' },
      limit: { type: 'boolean', default: true },
      write: { type: 'boolean', default: false },
      json: { type: 'string' },
      resume: { type: 'string' },
      from: { type: 'string' },
    },
  });
  const size = values.quick ? 'quick' : 'full';
  const rounds = Number(values.rounds ?? ROUNDS[size]);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds wants a positive integer');
  const cases = list(values.only, CASES, 'case');
  const libraries = list(values.libs, LIBRARIES, 'library');
  const everything =
    size === 'full' &&
    values.limit &&
    values.cell === '' &&
    cases.length === CASES.length &&
    libraries.length === LIBRARIES.length;
  return {
    ...values,
    size,
    rounds,
    cases,
    libraries: [...libraries, ...(values.other ? ['flatpty-other'] : [])],
    write: values.write || (everything && !values.other && !values.from),
  };
}
