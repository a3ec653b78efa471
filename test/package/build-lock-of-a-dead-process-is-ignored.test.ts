// A build that was killed leaves its lock, and its pid may belong to another process by now.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import t, { type Test } from 'tap';
import { folder } from '../helpers/folder';
import { type ProgramEnd, runProgram } from '../helpers/runScript';

const LOCK = pathToFileURL(path.join(__dirname, '../../scripts/lock.mjs')).href;

/** Works under the lock `file` in a process of its own. */
function work(file: string, body = "console.log('worked')"): [string[], ProgramOptions] {
  const script = `import { withLock } from '${LOCK}';
    await withLock(process.argv[1], async () => { ${body}; });`;
  return [['--input-type=module', '-e', script, file], { limitMs: 20_000 }];
}

type ProgramOptions = { limitMs: number };
const run = (...of: [string[], ProgramOptions]): Promise<ProgramEnd> =>
  runProgram(process.execPath, ...of);

async function worksWith(t: Test, content: string): Promise<void> {
  const file = path.join(folder(t), 'lock');
  fs.writeFileSync(file, content);
  const { stdout, stderr } = await run(...work(file));
  t.equal(stdout, 'worked\n', stderr);
  t.notOk(fs.existsSync(file));
}

t.test('of a process that has ended', async (t) => {
  const child = spawn('true');
  await once(child, 'exit');
  await worksWith(t, `${child.pid} 1`);
});

t.test('of a process whose pid another one has', async (t) => {
  await worksWith(t, `${process.pid} 1`);
});

t.test('what is no pid', async (t) => {
  await worksWith(t, '');
});

t.test('while its holder lives it says what it waits for', async (t) => {
  const file = path.join(folder(t), 'lock');
  const [args] = work(
    file,
    "console.log('held'); await new Promise((done) => process.stdin.once('end', done).resume())",
  );
  const holder = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  t.teardown(() => holder.kill('SIGKILL'));
  await once(holder.stdout, 'data');
  const second = spawn(process.execPath, work(file)[0], { stdio: ['ignore', 'pipe', 'pipe'] });
  t.teardown(() => second.kill('SIGKILL'));
  const [said] = await once(second.stderr.setEncoding('utf8'), 'data');
  t.match(said, `waiting for process ${holder.pid}`);
  t.match(said, file);
  holder.stdin.end();
  const [answer] = await once(second.stdout.setEncoding('utf8'), 'data');
  t.equal(answer, 'worked\n');
});
