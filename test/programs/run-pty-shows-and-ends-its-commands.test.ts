// timeout: 120 s
// run-pty: several commands, each on a terminal of its own, behind a dashboard. It uses @lydell/node-pty.
import path from 'node:path';
import { spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { dropIn, loadedAddons, noDropIn } from '../helpers/dropin';
import { isGone } from '../helpers/gone';
import { sessionMembers } from '../helpers/processes';
import { runScript } from '../helpers/runScript';
import { type Talk, talk } from '../helpers/talk';
import { until, within } from '../helpers/until';

const CTRL_C = '\x03';
const CTRL_Z = '\x1a';
const PATIENCE_MS = 20_000;

interface RunPty extends Talk {
  folder: string;
  /** As expect, with enough patience for node to start. */
  sees(pattern: RegExp): Promise<RegExpExecArray>;
}

/** run-pty on a terminal, as a user starts it. */
async function runPty(t: Test, args: string[]): Promise<RunPty> {
  const folder = path.join(await dropIn('programs'), 'node_modules');
  const file = path.join(folder, 'run-pty/run-pty-bin.js');
  const pty = spawn(process.execPath, [file, ...args], {
    cols: 80,
    rows: 24,
    env: { ...process.env, NO_COLOR: '1' },
  });
  t.teardown(() => pty.destroy());
  const all = talk(pty);
  return { ...all, folder, sees: (pattern) => all.expect(pattern, PATIENCE_MS) };
}

const skip = noDropIn('programs');

t.test('a user looks at a command, types into it, resizes it and ends all', { skip }, async (t) => {
  const { pty, folder, sees } = await runPty(t, [
    ...['%', 'cat'],
    ...['%', 'sh', '-c', 'exit 3'],
    ...[
      '%',
      'sh',
      '-c',
      'trap "stty size" WINCH; echo begun; while :; do read line || sleep 0.1; done',
    ],
  ]);
  await sees(/exit 3 /);
  // On Linux its command starts a second node, which does the work.
  const worker = sessionMembers(pty.pid).find(({ parent }) => parent === pty.pid);
  t.strictSame(loadedAddons(worker?.pid ?? pty.pid), [
    path.join(folder, `@lydell/node-pty/prebuilds/${process.platform}-${process.arch}/pty.node`),
  ]);

  pty.write('1');
  const cat = Number((await sees(/kill \(pid (\d+)\)/))[1]);
  pty.write('hello\r');
  await sees(/hello.*?hello/s);

  pty.write(CTRL_Z);
  await sees(/\[1-3\]/);
  pty.write('3');
  await sees(/begun/);
  pty.resize(100, 40);
  await sees(/40 100/);

  pty.write(CTRL_Z);
  await sees(/\[1-3\]/);
  pty.write(CTRL_C);
  await sees(/exit 130 /);
  const end = await within(pty.exited, PATIENCE_MS, 'the end of run-pty');
  t.equal(end.exitCode, 0, 'killed by the user is no failure');
  await until(() => isGone(cat), PATIENCE_MS, 'the end of cat');
});

t.test('--auto-exit, as in CI: all output, and which command failed', { skip }, async (t) => {
  const file = path.join(await dropIn('programs'), 'node_modules/run-pty/run-pty-bin.js');
  const args = ['--auto-exit', '%', 'seq', '1', '5000', '%', 'sh', '-c', 'printf bad; exit 7'];
  const { exitCode, stdout, stderr } = await runScript(file, args);
  t.equal(exitCode, 1);
  const lines = stdout.split(/\r?\n/);
  t.strictSame(
    lines.filter((line) => /^\d+$/.test(line)),
    Array.from({ length: 5000 }, (_, index) => `${index + 1}`),
  );
  t.match(stdout, /^bad/m);
  t.match(stdout, /exit 7/);
  t.equal(stderr, '');
});
