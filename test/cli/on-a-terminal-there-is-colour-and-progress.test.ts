import { spawn } from 'flatpty';
import t from 'tap';
import { CLI } from '../helpers/cli';
import { collect } from '../helpers/collect';

const args = [CLI, 'stress', '--count', '60'];

/** What `flatpty stress` shows on a terminal of 100 columns. */
async function shown(env: NodeJS.ProcessEnv): Promise<string> {
  const { NO_COLOR: _, LC_ALL: __, ...rest } = process.env;
  const pty = spawn(process.execPath, args, { cols: 100, env: { ...rest, TERM: 'xterm', ...env } });
  const { exitCode, output } = await collect(pty, 40_000);
  t.equal(exitCode, 0, output);
  return output;
}

t.test('with a locale of UTF-8', async (t) => {
  const output = await shown({ LC_ALL: 'C.UTF-8' });
  t.match(output, /in sequence .*[█░].* \d+\/96 .*%/, 'a bar');
  t.match(output, '\x1b[32m✓\x1b[39m', 'green marks');
  t.match(output, /resident memory\S* +[▁▂▃▄▅▆▇█]+ /, 'block elements over time');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what a terminal draws
  const lines = output.replace(/\x1b\[[\d;]*m/g, '').split(/\r\n|\r/);
  const bars = lines.filter((line) => /[█░]/.test(line));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the end of a redrawn line
  const widest = Math.max(...bars.map((line) => line.replace(/\x1b\[K/g, '').length));
  t.ok(widest < 100, `a bar of ${widest} columns does not wrap`);
});

t.test('NO_COLOR', async (t) => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it must not be there
  t.notMatch(await shown({ NO_COLOR: '1' }), /\x1b\[\d+m/);
});

t.test('a dumb terminal gets plain lines', async (t) => {
  const output = await shown({ TERM: 'dumb', LC_ALL: 'C.UTF-8' });
  t.notMatch(output, '\x1b');
  t.match(output, /^ {2}ok {5}60 in sequence/m);
});
