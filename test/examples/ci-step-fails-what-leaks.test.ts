// timeout: 120 s
// The script of the action, run as the runner does: bash, with the inputs in its environment.
import fs from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { folder } from '../helpers/folder';
import { type ProgramEnd, runProgram } from '../helpers/runScript';

const ROOT = path.join(__dirname, '../..');
const ACTION = fs.readFileSync(path.join(ROOT, 'examples/ci-stress/action.yml'), 'utf8');

/** The lines of `run: |`, without their indentation. */
function scriptOf(action: string): string {
  const [, indent, block] = /^( *)run: \|\n([\s\S]*)/m.exec(action) as unknown as string[];
  return (block as string).replaceAll(`\n${indent}  `, '\n').trimStart();
}

/** A project with flatpty in it, as npm installs it, and a module of its own. */
function project(t: Test, terminals: string): string {
  const cwd = folder(t);
  const modules = path.join(cwd, 'node_modules');
  fs.mkdirSync(path.join(modules, '.bin'), { recursive: true });
  fs.symlinkSync(ROOT, path.join(modules, 'flatpty'));
  const command = `#!/bin/sh\nexec node ${path.join(ROOT, 'lib/cli.js')} "$@"\n`;
  fs.writeFileSync(path.join(modules, '.bin/flatpty'), command, { mode: 0o755 });
  fs.writeFileSync(path.join(cwd, 'terminals.js'), terminals);
  return cwd;
}

async function step(cwd: string): Promise<ProgramEnd & { summary: string }> {
  const summary = path.join(cwd, 'summary.md');
  const script = path.join(cwd, 'step.sh');
  fs.writeFileSync(script, scriptOf(ACTION));
  const env = { LIBRARY: './terminals.js', COUNT: '20', GITHUB_STEP_SUMMARY: summary };
  const args = ['--noprofile', '--norc', '-e', '-o', 'pipefail', script];
  const end = await runProgram('bash', args, { cwd, env, limitMs: 60_000 });
  return { ...end, summary: fs.readFileSync(summary, 'utf8') };
}

t.test('a program whose terminals are closed passes', async (t) => {
  const cwd = project(t, `exports.spawn = require('flatpty').spawn;`);
  const { exitCode, stdout, summary } = await step(cwd);
  t.equal(exitCode, 0, stdout);
  t.match(summary, /^### Terminals\n\n```\nflatpty stress: /);
});

t.test(
  'one that opens a file for each terminal and forgets it fails, and the file is named',
  async (t) => {
    const leaks = `
    const { spawn } = require('flatpty');
    exports.spawn = (...args) => {
      require('fs').openSync('/dev/zero', 'r');
      return spawn(...args);
    };`;
    const { exitCode, stdout, summary } = await step(project(t, leaks));
    t.equal(exitCode, 1, stdout);
    t.match(summary, /32 extra \/dev\/zero/);
  },
);
