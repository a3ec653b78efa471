// timeout: 180 s
// The core of gemini-cli: the service with which the agent runs shell commands. It loads
// @lydell/node-pty, else node-pty, else it goes without a terminal and says so.
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { dropIn, noDropIn } from '../../helpers/dropin';
import { isGone } from '../../helpers/gone';
import { answerOf } from '../../helpers/runScript';
import { until } from '../../helpers/until';

const SCRIPT = `
import fs from 'node:fs';
import { ShellExecutionService } from '@google/gemini-cli-core';

const config = {
  terminalWidth: 100,
  terminalHeight: 20,
  sanitizationConfig: {
    allowedEnvironmentVariables: [],
    blockedEnvironmentVariables: [],
    enableEnvironmentVariableRedaction: false,
  },
};
async function run(command, abort = new AbortController(), onData = () => {}) {
  const onEvent = ({ type }) => type === 'data' && onData();
  const handle = await ShellExecutionService.execute(
    command, process.cwd(), onEvent, abort.signal, true, config);
  const { output, exitCode, signal, aborted, executionMethod, pid } = await handle.result;
  return { output, exitCode, signal, aborted, executionMethod, pid };
}
const abort = new AbortController();
const answer = {
  size: await run('stty size; exit 3'),
  long: await run('seq 1 20000'),
  none: await run('no-such-command-at-all'),
  stopped: await run('echo begun; sleep 1000', abort, () => abort.abort()),
  addons: [...new Set(fs.readFileSync('/proc/self/maps', 'utf8').match(/\\/\\S*\\/pty\\.node$/gm))],
};
fs.writeFileSync(process.argv[2], JSON.stringify(answer));
console.log('{}');
process.exit();
`;

interface Result {
  output: string;
  exitCode: number | null;
  signal: number | null;
  aborted: boolean;
  executionMethod: string;
  pid: number;
}

interface Answer extends Record<'size' | 'long' | 'none' | 'stopped', Result> {
  addons: string[];
}

t.test(
  'commands, their output and status, and one that is stopped',
  {
    skip: noDropIn('agent'),
  },
  async (t) => {
    const installed = await dropIn('agent');
    const cwd = fs.mkdtempSync(path.join(installed, 'run-'));
    t.teardown(() => fs.rmSync(cwd, { recursive: true, force: true }));
    const script = path.join(cwd, 'run.mjs');
    const answerFile = path.join(cwd, 'answer.json');
    fs.writeFileSync(script, SCRIPT);
    await answerOf(script, [answerFile], { cwd, limitMs: 150_000, env: { HOME: cwd } });
    const answer: Answer = JSON.parse(fs.readFileSync(answerFile, 'utf8'));

    const inModules = (name: string) => path.join(installed, 'node_modules', name);
    t.strictSame(answer.addons, [
      inModules(`@lydell/node-pty/prebuilds/${process.platform}-${process.arch}/pty.node`),
    ]);
    const method = 'lydell-node-pty';
    t.match(answer.size, { output: /^20 100$/, exitCode: 3, signal: 0, executionMethod: method });
    const last = Array.from({ length: 1000 }, (_, index) => `${19_001 + index}`).join('\n');
    t.match(answer.long, { exitCode: 0, executionMethod: method });
    t.ok(answer.long.output.trimEnd().endsWith(last), 'to the last line');
    t.match(answer.none, { output: /not found/, exitCode: 127 });
    t.match(answer.stopped, { output: /begun/, aborted: true });
    await until(() => isGone(answer.stopped.pid), 10_000, 'the end of what was stopped');
  },
);
