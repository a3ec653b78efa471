import { writeFileSync } from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { flatpty } from '../helpers/cli';
import { folder } from '../helpers/folder';

const COUNT = ['--count', '5'];

t.test('an addon that does not load', async (t) => {
  const broken = path.join(folder(t), 'pty.node');
  writeFileSync(broken, 'not a library');
  for (const addon of [broken, '/nowhere/pty.node']) {
    const env = { FLATPTY_ADDON: addon };
    const words = await flatpty(['stress', ...COUNT], { env });
    t.equal(words.exitCode, 1);
    t.equal(words.stdout, '');
    t.match(words.stderr, /^flatpty: [^\n]+\n$/, 'one line');
    const json = await flatpty(['stress', '--json', ...COUNT], { env });
    t.equal(json.exitCode, 1);
    t.equal(json.stderr, '');
    const answer = JSON.parse(json.stdout);
    t.match(answer, { ok: false, code: /^[A-Z_]+$/ });
    t.equal(`flatpty: ${answer.message}\n`, words.stderr, 'the same words');
  }
});

t.test('a file that cannot be written, and arguments that are wrong', async (t) => {
  for (const args of [
    ['stress', '--csv', '/nowhere/x.csv', ...COUNT],
    ['stress', '--nonsense'],
  ]) {
    const words = await flatpty(args);
    t.equal(words.exitCode, 2);
    t.match(words.stderr, /^flatpty: [^\n]+\n/);
    t.notMatch(words.stderr, /\n\s+at /, 'no stack');
    const json = await flatpty([...args, '--json']);
    t.equal(json.exitCode, 2);
    t.equal(json.stderr, '');
    t.match(JSON.parse(json.stdout), { ok: false, code: 'ERR_USAGE', message: /./ });
  }
});
