import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { folder } from '../helpers/folder';
import { ROOT } from '../native/gyp';

// biome-ignore lint/suspicious/noExplicitAny: it is JavaScript
function script(name: string): Promise<any> {
  return import(pathToFileURL(path.join(ROOT, 'scripts', name)).href);
}
const results = () => script('macos/results.mjs');

const MACHINE = { macos: '15.6', build: '24G84', arch: 'arm64', addon: 'built there' };
const IN_A_ROW = { done: 600, count: 600, ok: true };

t.test('one row for each machine, and what did not run says so', async (t) => {
  const { allIn } = await script('workflow-results.mjs');
  const { tableOf } = await results();
  const place = folder(t);
  for (const [name, files] of Object.entries({
    'results-macos-15-source': { machine: MACHINE, 'six-hundred': IN_A_ROW, doctor: { ok: true } },
    'results-macos-26-cross': { doctor: null },
  })) {
    mkdirSync(path.join(place, name));
    for (const [file, content] of Object.entries(files)) {
      const text = content === null ? '' : JSON.stringify(content);
      writeFileSync(path.join(place, name, `${file}.json`), text);
    }
  }
  const [, , first, second] = tableOf(allIn(place)).split('\n');
  t.match(first, '| macOS 15.6 arm64 | built there | ok | 600 of 600, flat | did not run |');
  t.match(second, /^\| macos-26-cross \|( did not run \|)+$/);
});

t.test('the totals of the suite and its failures', async (t) => {
  const { suiteOf } = await results();
  const text = '12 files\nfailed   test/a.test.ts  one thing\n5 passed, 1 failed, 2 skipped\n';
  t.strictSame(suiteOf(text), {
    passed: 5,
    failed: 1,
    skipped: 2,
    failures: ['test/a.test.ts  one thing'],
  });
  t.throws(() => suiteOf('killed'), /no line that says how many passed/);
});

t.test('leaks(1): how many, and whether one is of the addon', async (t) => {
  const { leaksOf } = await results();
  const summary = 'Process 4711: 2 leaks for 64 total leaked bytes.\n';
  const stack = '  3   pty.node   0x1054 flatpty::OpenPty\n';
  t.strictSame(leaksOf(summary), { leaks: 2, bytes: 64, namesAddon: false });
  t.equal(leaksOf(summary + stack).namesAddon, true);
  t.throws(() => leaksOf('no such process'), /no summary/);
});

t.test('the table goes between the two marks, and nowhere else', async (t) => {
  const { between } = await script('marks.mjs');
  const { MARKS } = await results();
  const [begin, end] = MARKS;
  const text = `before\n${begin}\nold\n${end}\nafter\n`;
  t.equal(between(text, MARKS, 'new'), `before\n${begin}\nnew\n${end}\nafter\n`);
  t.throws(() => between('before\nafter\n', MARKS, 'new'), /there is no/);
  const page = readFileSync(path.join(ROOT, 'docs/platforms.md'), 'utf8');
  t.match(
    between(page, MARKS, '| a row |'),
    `${begin}\n| a row |\n${end}`,
    'the page has the marks',
  );
});
