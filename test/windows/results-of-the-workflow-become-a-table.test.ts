import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';

const ROOT = path.resolve(__dirname, '../..');

interface Results {
  suiteOf(texts: string[]): { passed: number; failed: number; skipped: number };
  tableOf(rows: object[]): string;
}
const load = (): Promise<Results> =>
  import(path.join(ROOT, 'scripts/windows/results.mjs')) as Promise<Results>;

t.test('TAP is added up, and a file that is cut off is a failure', async (t) => {
  const { suiteOf } = await load();
  const whole = 'TAP version 14\nok 1 - a\nok 2 - b # SKIP not here\n1..2\n';
  t.strictSame(suiteOf([whole, whole]), { passed: 2, failed: 0, skipped: 2 });
  t.equal(suiteOf([whole, 'TAP version 14\nok 1 - a\n']).failed, 1);
  t.equal(suiteOf(['TAP version 14\nnot ok 1 - a\n1..1\n']).failed, 1);
});

t.test('a machine that did not get so far has its row', async (t) => {
  const { tableOf } = await load();
  const left = { handles: 0, threads: 0.05, processes: 0 };
  const machine = { windows: '10.0.26100', name: 'Windows', arch: 'x64', node: '24', addon: 'x' };
  const suite = { passed: 5, failed: 0, skipped: 1 };
  const lines = tableOf([{ name: 'a', machine, suite, flatpty: left }, { name: 'b' }]).split('\n');
  t.match(
    lines[2],
    /Windows x64 .*5 passed, 0 failed, 1 skipped \| 0\.0, 0\.1, 0\.0 \| did not run/,
  );
  t.match(lines[3], /^\| b \| did not run/);
});

t.test('docs/platforms.md has the place for it', async (t) => {
  const text = fs.readFileSync(path.join(ROOT, 'docs/platforms.md'), 'utf8');
  t.match(text, '<!-- Windows results: begin -->\n');
  t.match(text, '<!-- Windows results: end -->\n');
});
