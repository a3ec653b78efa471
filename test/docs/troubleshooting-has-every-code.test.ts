import fs from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import t from 'tap';
import { ROOT } from '../helpers/pages';

/** Node's names of errors that are not from the system, and the one errno that flatpty chooses itself. */
const CODE = /(?<![!=]== )'(ERR_[A-Z_]+|ABORT_ERR|ETIMEDOUT)'/g;

/** An errno of macOS alone. */
const ELSEWHERE = ['EBADARCH'];

const sources = (fs.readdirSync(path.join(ROOT, 'src'), { recursive: true }) as string[])
  .filter((name) => name.endsWith('.ts'))
  .map((name) => fs.readFileSync(path.join(ROOT, 'src', name), 'utf8'))
  .join('\n');

const thrown = new Set([...sources.matchAll(CODE)].map(([, code]) => code as string));

const page = fs.readFileSync(path.join(ROOT, 'docs/troubleshooting.md'), 'utf8');
const section = page.slice(page.indexOf('## By error code'), page.indexOf('## By symptom'));
const documented = new Set(
  section
    .split('\n')
    .filter((line) => line.startsWith('| `') && !line.startsWith('| `code`'))
    .flatMap((line) => [...(line.split('|')[1] as string).matchAll(/`(\w+)`/g)])
    .map(([, code]) => code as string),
);

t.test('each code that flatpty gives an error is on the page', (t) => {
  t.ok(thrown.size > 8, `${thrown.size} codes`);
  t.strictSame(
    [...thrown].filter((code) => !documented.has(code)),
    [],
  );
  t.end();
});

t.test('each code on the page is given by flatpty or by the system', (t) => {
  const known = (code: string) =>
    thrown.has(code) || code in constants.errno || ELSEWHERE.includes(code);
  t.strictSame(
    [...documented].filter((code) => !known(code)),
    [],
  );
  t.end();
});
