// timeout: 180 s
// The seed of this project: each spawn of node-pty on macOS left a pty behind, and at the 511th there
// were no more. Over the doubles there are 511 as well, and in the small run a part of both figures.
import './doubles';
import path from 'node:path';
import t from 'tap';
import { runScript } from '../helpers/runScript';
import { scaled } from '../helpers/scale';
import { ROOT } from '../native/gyp';
import { kqueueAddon, type MacosFault } from '../native/kqueueAddon';
import { noDoubles } from './doubles';

interface Report {
  ok: boolean;
  done: number;
  error: string | null;
  before: { masters: number; slaves: number };
  after: { masters: number; slaves: number };
}

const COUNT = scaled(600, 60);
const MOST = Math.floor((COUNT * 511) / 600);

async function sixHundred(addon: string | undefined): Promise<{ code: number | null } & Report> {
  const script = path.join(ROOT, 'scripts/macos/six-hundred.mjs');
  const args = ['--count', `${COUNT}`, '--samples', '3'];
  const env = { FLATPTY_ADDON: addon, FLATPTY_DARWIN: `ptmx-max=${MOST}` };
  const { exitCode, stdout, stderr } = await runScript(script, args, { env, limitMs: 150_000 });
  if (stdout === '') throw new Error(`no report\n${stderr}`);
  return { code: exitCode, ...(JSON.parse(stdout) as Report) };
}

t.test('more programs than a Mac has ptys', async (t) => {
  const { code, ok, done, error, before, after } = await sixHundred(process.env.FLATPTY_ADDON);
  t.strictSame({ code, ok, done, error }, { code: 0, ok: true, done: COUNT, error: null });
  t.strictSame(after, before, 'no end of a terminal is left');
});

/** The one line. */
const SLAVE_STAYS: MacosFault = {
  file: 'unix/spawn.cc',
  after: 'std::shared_ptr<Pty> SpawnTerminal(',
  line: 'launched.outcome->Release(std::move(pair.slave));',
  by: 'static_cast<void>(pair.slave.release());',
};

t.test("control: with the parent's slave left open", { skip: noDoubles }, async (t) => {
  const { code, done, error, before, after } = await sixHundred(kqueueAddon(SLAVE_STAYS));
  t.equal(code, 1);
  t.ok(done < MOST, `${done} programs`);
  t.match(error, `kern.tty.ptmx_max is ${MOST}, ${MOST} in use by the machine`);
  t.equal(after.slaves - before.slaves, done, 'one slave each');
});
