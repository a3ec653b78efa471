// timeout: 240 s
import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual, promisify } from 'node:util';
import t, { type Test } from 'tap';
import { isRoot } from '../helpers/identity';
import { launchers } from '../helpers/launcherNames';
import { DIFFERENCES, ROOT_ONLY, type Values } from './differences';
import { folderOf, NAMES, type Name } from './libraries';

type Facts = Record<string, unknown>;

const PAGE = path.join(__dirname, '../../docs/differences.md');

/** What the hosts have: small, with everything that is to be taken out of it, and a stale PWD. */
const ENV = {
  PATH: '/usr/bin:/bin',
  HOME: '/root',
  LANG: 'C.UTF-8',
  TERM: 'screen',
  PWD: '/elsewhere',
  TMUX: 'a',
  TMUX_PANE: 'b',
  STY: 'c',
  WINDOW: 'd',
  WINDOWID: 'e',
  TERMCAP: 'f',
  COLUMNS: '9',
  LINES: '8',
  EMPTY: '',
  OTHER: 'kept',
};

/** All facts about a library, from a host that has nothing but that library. */
async function establish(name: Name, launcher: string): Promise<Facts> {
  const host = require.resolve('../fixtures/compat-host');
  const args = [host, await folderOf(name)];
  const env = { ...ENV, FLATPTY_LAUNCHER: launcher };
  const options = { env, timeout: 150_000, killSignal: 'SIGKILL' as const };
  const { stdout } = await promisify(execFile)(process.execPath, args, options);
  return JSON.parse(stdout) as Facts;
}

/** The rows of the page: `| `id` | node-pty | flatpty | issues | test |`. */
function rows(): { id: string; issues: string; test: string }[] {
  return fs
    .readFileSync(PAGE, 'utf8')
    .split('\n')
    .map((line) => line.split(' | '))
    .filter(([first]) => /^\| `/.test(first ?? ''))
    .map((cells) => ({
      id: (cells[0] as string).replace(/^\| `|`$/g, ''),
      issues: cells.at(-2) as string,
      test: (cells.at(-1) as string).replace(/ \|$/, ''),
    }));
}

const filesIn = (cell: string) =>
  [...cell.matchAll(/\]\(\.\.\/(test\/[^)]+)\)/g)].map((match) => match[1] as string);

const expected = new Map<string, { id: string; values: Values }>();
for (const [id, facts] of Object.entries(DIFFERENCES)) {
  for (const [fact, values] of Object.entries(facts)) expected.set(fact, { id, values });
}

async function compare(t: Test, launcher: string): Promise<void> {
  const [flatpty, nodePty] = (await Promise.all(
    NAMES.map((name) => establish(name, launcher)),
  )) as [Facts, Facts];
  t.strictSame(Object.keys(flatpty), Object.keys(nodePty), 'the same facts');
  t.ok(Object.keys(flatpty).length > 130, `${Object.keys(flatpty).length} facts`);
  for (const fact of Object.keys(flatpty)) {
    const found: Values = [flatpty[fact], nodePty[fact]];
    for (const value of found) {
      if (/^failed: /.test(String(value))) t.fail(`${fact}: ${value}`);
    }
    const listed = expected.get(fact);
    if (listed === undefined) {
      t.strictSame(found[0], found[1], `${fact}: as node-pty`);
    } else {
      t.strictSame(found, listed.values, `${fact}: [flatpty, node-pty], ${listed.id}`);
    }
  }
  for (const [fact, { id }] of expected) {
    const looked = fact in flatpty || (!isRoot && ROOT_ONLY.includes(id));
    t.ok(looked, `${id}: the fact "${fact}" exists`);
  }
}

for (const launcher of launchers) {
  t.test(`every fact is the same, or a listed difference in this very way (${launcher})`, (t) =>
    compare(t, launcher),
  );
}

t.test('a listed difference is one', async (t) => {
  for (const [fact, { values }] of expected) {
    t.notOk(isDeepStrictEqual(values[0], values[1]), fact);
  }
});

t.test('docs/differences.md lists the same, each with a test that exists', async (t) => {
  const listed = rows();
  t.strictSame(listed.map(({ id }) => id).sort(), Object.keys(DIFFERENCES).sort(), 'the same ids');
  for (const { id, issues, test } of listed) {
    t.match(
      issues,
      /^(—|(\[[\w./-]+#\d+\]\(https:\/\/github\.com\/\S+\)(, )?)+)$/,
      `${id}: issues`,
    );
    const files = filesIn(test);
    t.ok(files.length > 0, `${id}: has a test`);
    for (const file of files) {
      t.ok(fs.existsSync(path.join(__dirname, '../..', file)), `${id}: ${file}`);
    }
  }
});

t.test('a difference without a fact has a test of its own', async (t) => {
  for (const { id, test } of rows()) {
    const facts = Object.keys(DIFFERENCES[id] ?? {}).length;
    const others = filesIn(test).filter((file) => !file.endsWith('side-by-side.test.ts'));
    t.ok(facts > 0 || others.length > 0, id);
  }
});
