import { existsSync } from 'node:fs';
import t, { type Test } from 'tap';
import type { Whereabouts } from '../fixtures/pwd-of-a-program';
import { folder } from '../helpers/folder';
import { runProgram } from '../helpers/runScript';

const HOST = require.resolve('../fixtures/pwd-of-a-program');

/** Runs the host in a new folder that is named by `bytes`, in printf's octal escapes. */
async function whereabouts(t: Test, bytes: string): Promise<Whereabouts> {
  const enter = `d="$(printf '${bytes}')"; mkdir "$d" && cd "$d" && exec "$0" "$1"`;
  const args = ['-c', enter, process.execPath, HOST];
  const { stdout, stderr } = await runProgram('sh', args, { cwd: folder(t) });
  t.not(stdout, '', stderr);
  return JSON.parse(stdout);
}

t.test('its program is there, with no PWD that leads nowhere', async (t) => {
  const { pwd, bytes } = await whereabouts(t, 'caf\\351');
  t.equal(bytes, '63 61 66 e9 0a');
  t.ok(pwd === '' || existsSync(pwd), pwd);
});

t.test('a name with the replacement character itself is a name', async (t) => {
  const { pwd, bytes } = await whereabouts(t, 'x\\357\\277\\275');
  t.equal(bytes, '78 ef bf bd 0a');
  t.match(pwd, /\/x\ufffd$/);
});

t.test('UTF-8 stays as it is', async (t) => {
  const { pwd } = await whereabouts(t, 'caf\\303\\251');
  t.match(pwd, /\/café$/);
});
