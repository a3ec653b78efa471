import { readFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import type { StressDocument } from '#lib/cli/stressReport';
import { flatpty } from '../helpers/cli';
import { folder } from '../helpers/folder';

// A tenth of a minute, at the least.
t.test(
  'stress --minutes: every output and exit right, every lull flat, samples kept',
  async (t) => {
    const here = folder(t);
    const csv = path.join(here, 'samples.csv');
    const svg = path.join(here, 'plot.svg');
    const options = ['--minutes', '0.1', '--seed', '7', '--csv', csv, '--svg', svg];
    const { exitCode, stdout, stderr } = await flatpty(['stress', '--json', ...options]);
    t.equal(stderr, '');
    const { problems, verdict, sizes, phases, samples, library } = JSON.parse(
      stdout,
    ) as StressDocument;
    t.strictSame(problems, []);
    t.equal(verdict, 'flat');
    t.equal(exitCode, 0);
    t.strictSame(sizes.traffic, { minutes: 0.1, atOnce: 24, seed: 7 });
    t.match(library, /^flatpty \d/);

    const { done = 0, traffic } = phases[0] ?? {};
    t.ok(traffic && traffic.lulls >= 2, `${traffic?.lulls} lulls`);
    t.equal(traffic?.peak, 24, 'alive at the same time');
    t.ok(traffic && traffic.charactersRead > 100_000, `${traffic?.charactersRead} characters read`);
    const kinds = Object.values(traffic?.kinds ?? {});
    t.equal(kinds.length, 7, 'of every kind');
    t.equal(
      kinds.reduce((sum, count) => sum + count),
      done,
    );

    const rows = readFileSync(csv, 'utf8').trimEnd().split('\n');
    t.match(rows.shift(), /^seconds,phase,ptys_ended,ptys_live,descriptors,ptmx,.*,rss_bytes$/);
    t.equal(rows.length, samples.length);
    const cells = rows.map((row) => row.split(',').map(Number));
    t.strictSame(
      cells.map((row) => [row[2], row[3], row[4], row.at(-1)]),
      samples.map(({ ended, live, descriptors, rss }) => [ended, live, descriptors, rss]),
    );
    t.equal(cells[0]?.[4], cells.at(-1)?.[4], 'as many descriptors at the end as at the start');
    t.equal(cells.at(-1)?.[2], done);

    const plot = readFileSync(svg, 'utf8');
    t.match(plot, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" .*<\/svg>\n$/s);
    const lines = [...plot.matchAll(/<polyline class="line" points="([^"]*)"/g)];
    t.equal(lines.length, 3, 'descriptors, memory, ptys');
    for (const [, points] of lines) {
      t.equal(points?.split(' ').length, samples.length);
      t.match(points, /^(-?[\d.]+,-?[\d.]+ ?)+$/, 'only numbers');
    }
    t.match(plot, 'seed 7, flatpty ');
  },
);

t.test('the seed is printed, and a new one each time', async (t) => {
  const seeds: string[] = [];
  for (let i = 0; i < 2; i++) {
    const { stdout } = await flatpty(['stress', '--minutes', '0.02']);
    seeds.push(/^flatpty stress: live traffic for 1\.2 s, seed (\d+), /.exec(stdout)?.[1] ?? '');
  }
  t.match(seeds, [/^\d+$/, /^\d+$/]);
  t.not(seeds[0], seeds[1]);
});

t.test('another library has live traffic too, and what it loses is found', async (t) => {
  const lib = require.resolve('../fixtures/lossy-drop-in');
  const { exitCode, stdout } = await flatpty([
    'stress',
    '--minutes',
    '0.05',
    '--lib',
    lib,
    '--json',
  ]);
  const { verdict, problems } = JSON.parse(stdout) as StressDocument;
  t.equal(exitCode, 1);
  t.equal(verdict, 'faulty');
  t.match(problems.join('\n'), /^(flood|pause|echo) \d+: 10000 of \d+ bytes arrived/m);
});

t.test('a leak shows at the first lull', async (t) => {
  const lib = require.resolve('../fixtures/leaking-drop-in');
  const { exitCode, stdout } = await flatpty([
    'stress',
    '--minutes',
    '0.02',
    '--lib',
    lib,
    '--json',
  ]);
  const { verdict, problems } = JSON.parse(stdout) as StressDocument;
  t.equal(exitCode, 1);
  t.equal(verdict, 'not flat');
  t.match(problems.join('\n'), /^lull 1, after \d+ ptys: \d+ extra \/dev\/zero /m);
});
