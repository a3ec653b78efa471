import path from 'node:path';
import t from 'tap';
import { flatpty } from '../helpers/cli';
import { folder } from '../helpers/folder';

const CASES: [args: string[], reason: string][] = [
  [[], 'a command is missing'],
  [['frobnicate'], "unknown command 'frobnicate'"],
  [['Stress'], "unknown command 'Stress'"],
  [['stress', 'extra'], "unexpected argument 'extra'"],
  [['stress', '--frobnicate'], "Unknown option '--frobnicate'"],
  [['stress', '-x'], "Unknown option '-x'"],
  [['stress', '--json=yes'], "Option '--json' does not take an argument"],
  [['stress', '--count'], "Option '--count <value>' argument missing"],
  ...['0', '-1', '1.5', 'many', '', ' ', 'Infinity', 'NaN', '1000001'].map(
    (text): [string[], string] => [
      ['stress', `--count=${text}`],
      `--count takes a whole number from 1 to 1000000, not '${text}'`,
    ],
  ),
  ...['0', '-1', 'long', '', 'Infinity', '100001'].map((text): [string[], string] => [
    ['stress', `--minutes=${text}`],
    `--minutes takes a number above 0, at most 100000, not '${text}'`,
  ]),
  ...['0', '-1', 'x', '4294967296'].map((text): [string[], string] => [
    ['stress', '--minutes=1', `--seed=${text}`],
    `--seed takes a whole number from 1 to 4294967295, not '${text}'`,
  ]),
  [['stress', '--minutes=1', '--count=1'], '--count and --minutes exclude each other'],
  [['stress', '--seed=1'], '--seed goes with --minutes: nothing else is random'],
  [['doctor', '--minutes=1'], '--minutes is an option of stress'],
  [['stress', '--processes'], '--processes is an option of doctor'],
  [
    ['doctor', '--processes', '--count=1'],
    '--processes opens no ptys: --count does not go with it',
  ],
  [['doctor', '--lib=x'], '--lib is an option of stress'],
];

for (const [args, reason] of CASES) {
  t.test(['flatpty', ...args].join(' '), async (t) => {
    const { exitCode, stdout, stderr } = await flatpty(args);
    t.equal(exitCode, 2);
    t.equal(stdout, '', 'stdout is for results');
    t.equal(stderr.split('\n')[0], `flatpty: ${reason}`);
    t.match(stderr, /^Usage: flatpty /m);
  });
}

t.test('a file that cannot be written is refused before anything is run', async (t) => {
  for (const option of ['csv', 'svg']) {
    const file = path.join(folder(t), 'missing/file');
    const { exitCode, stdout, stderr } = await flatpty(['stress', `--${option}`, file]);
    t.strictSame({ exitCode, stdout }, { exitCode: 2, stdout: '' });
    t.match(stderr, /^flatpty: ENOENT: .*missing\/file/);
  }
});
