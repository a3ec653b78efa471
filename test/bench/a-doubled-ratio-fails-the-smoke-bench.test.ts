import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { folder } from '../helpers/folder';
import { runScript } from '../helpers/runScript';

const SMOKE = path.join(__dirname, '../../bench/smoke.mjs');
const NAME = 'echo idle cpuUs';

/** One attempt of flatpty and of C at the echo, with these round trips in µs. */
const attempt = (flatpty: number | undefined, c: number | undefined) => [
  { cell: 'echo idle', library: 'flatpty', result: { cpuUs: flatpty } },
  { cell: 'echo idle', library: 'C', result: { cpuUs: c } },
];

/** What the command makes of `attempts`, when the baseline's ratio is 1.5. */
async function judge(t: Test, attempts: object[]) {
  const files = folder(t);
  const write = (name: string, value: unknown) => {
    const file = path.join(files, name);
    writeFileSync(file, JSON.stringify(value));
    return file;
  };
  return runScript(SMOKE, [
    '--baseline',
    write('baseline.json', { ratios: { [NAME]: 1.5 } }),
    '--attempts',
    write('attempts.json', attempts),
  ]);
}

t.test('twice the ratio is still fine', async (t) => {
  const { exitCode, stdout } = await judge(t, attempt(150, 50));
  t.equal(exitCode, 0, stdout);
});

t.test('more than twice is not', async (t) => {
  const { exitCode, stdout } = await judge(t, attempt(151, 50));
  t.equal(exitCode, 1);
  t.match(stdout, 'echo idle cpuUs | 3.02 | 1.5      | MORE THAN TWICE');
  t.match(stdout, '0 of 1 fine');
});

t.test('the best attempt of each counts', async (t) => {
  const { exitCode, stdout } = await judge(t, [...attempt(400, 50), ...attempt(100, 90)]);
  t.equal(exitCode, 0, stdout);
});

t.test('what could not be measured is not fine', async (t) => {
  for (const attempts of [attempt(undefined, 50), attempt(50, undefined), []]) {
    const { exitCode } = await judge(t, attempts);
    t.equal(exitCode, 1);
  }
});
