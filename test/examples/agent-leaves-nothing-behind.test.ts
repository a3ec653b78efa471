// timeout: 90 s
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import t, { type Test } from 'tap';
import { folder } from '../helpers/folder';
import { isGone } from '../helpers/gone';
import { children, holdingsOf } from '../helpers/serverProcess';
import { until, within } from '../helpers/until';

const MAIN = path.join(__dirname, '../../examples/agent/main.mjs');
const MS = 30_000;

interface Answer {
  output: string;
  exitCode: number | null;
  end: string;
  truncated: boolean;
}

interface Agent {
  process: ChildProcess;
  pid: number;
  run(command: string): Promise<Answer>;
}

function start(t: Test, args: string[] = []): Agent {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.teardown(() => child.kill('SIGKILL'));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    process: child,
    pid: child.pid as number,
    run: async (command) => {
      child.stdin.write(`${command}\n`);
      const { value } = await within(lines.next(), MS, `the answer to ${command}`);
      return JSON.parse(value as string);
    },
  };
}

t.test('what a command prints, and its exit code; the session lasts', async (t) => {
  const cwd = folder(t);
  const agent = start(t, ['--cwd', cwd]);
  t.strictSame(await agent.run('echo hello; false'), {
    output: 'hello\n',
    exitCode: 1,
    end: 'exit',
    truncated: false,
  });
  await agent.run('mkdir inner; cd inner; kept=$((40 + 2))');
  t.equal((await agent.run('echo $kept $PWD')).output, `42 ${cwd}/inner\n`);
  t.equal((await agent.run(`printf '\\e[31mred\\e[0m\\n'`)).output, 'red\n', 'without colours');
  t.equal((await agent.run('seq 3000 | tail -1')).output, '3000\n');
  t.equal((await agent.run('no-such-command-here')).exitCode, 127);
  const wide = await agent.run(`printf 'x%.0s' $(seq 500); echo`);
  t.equal(wide.output, `${'x'.repeat(500)}\n`, 'lines are not broken');
});

t.test('output over the cap: its last part', async (t) => {
  const agent = start(t, ['--max-output', '100']);
  const { output, truncated, exitCode } = await agent.run('seq 100000');
  t.strictSame(
    { truncated, exitCode, length: output.length },
    { truncated: true, exitCode: 0, length: 100 },
  );
  t.match(output, /\n100000\n$/);
});

t.test('a command that does not end is ended with all that it has started', async (t) => {
  // Longer than a busy machine needs to start a shell and print a line.
  const agent = start(t, ['--timeout', '5000']);
  await agent.run('true');
  const before = holdingsOf(agent.pid);
  const answer = await agent.run(
    `trap '' HUP TERM; (trap "" HUP; sleep 600) & echo pid $!; sleep 600`,
  );
  t.equal(answer.end, 'timeout');
  const background = Number(/pid (\d+)/.exec(answer.output)?.[1]);
  t.ok(background > 1, answer.output);
  await until(() => isGone(background) && children(agent.pid).length === 0, MS, 'the end of both');
  t.strictSame(await agent.run('echo next'), {
    output: 'next\n',
    exitCode: 0,
    end: 'exit',
    truncated: false,
  });
  await until(
    () => holdingsOf(agent.pid).descriptors.length === before.descriptors.length,
    MS,
    'as many descriptors',
  );
  t.strictSame(holdingsOf(agent.pid).descriptors, before.descriptors);
});

t.test('a command that ends the shell', async (t) => {
  const agent = start(t);
  t.match(await agent.run('echo bye; exit 4'), { output: /bye\n/, end: 'shell ended' });
  t.equal((await agent.run('echo again')).output, 'again\n');
});

t.test('when its input ends nothing is left', async (t) => {
  const agent = start(t);
  const { output } = await agent.run('sleep 600 & echo $! $$');
  const pids = output.trim().split(' ').map(Number);
  const ended = once(agent.process, 'exit');
  agent.process.stdin?.end();
  t.equal((await within(ended, MS, 'the end'))[0], 0);
  await until(() => pids.every(isGone), MS, 'the end of the shell and its job');
  t.pass();
});
