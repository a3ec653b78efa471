// timeout: 120 s
// The same two programs with node-pty and with flatpty in its place.
import fs from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { folderOf } from '../compat/libraries';
import { installAsNodePty } from '../helpers/dropin';
import { folder } from '../helpers/folder';
import { answerOf } from '../helpers/runScript';

const PROGRAMS = {
  'program.mjs': `
import pty from 'node-pty';
import * as namespace from 'node-pty';
import { createTerminal, fork, native, open, spawn } from 'node-pty';
import { createRequire } from 'node:module';
const dynamic = await import('node-pty');
const required = createRequire(import.meta.url)('node-pty');
const names = { createTerminal, fork, native, open, spawn };
const term = spawn('sh', ['-c', 'exit 5'], {});
term.onExit(({ exitCode }) => console.log(JSON.stringify({
  exitCode,
  defaultIsRequired: pty === required,
  dynamicIsNamespace: dynamic === namespace,
  byName: Object.entries(names).map(([name, value]) =>
    [name, typeof value, value === pty[name] && value === namespace[name]]),
})));`,
  'program.cjs': `
const pty = require('node-pty');
const { spawn } = require('node-pty');
const { spawn: again } = require('node-pty/lib/index.js');
const interop = pty && pty.__esModule ? pty : { default: pty };
const term = pty.spawn('sh', ['-c', 'exit 5'], {});
term.onExit(({ exitCode }) => console.log(JSON.stringify({
  exitCode,
  one: spawn === again,
  // record is flatpty's own.
  keys: Object.keys(pty).filter((name) => name !== 'record').sort(),
  // What TypeScript's and Babel's CommonJS makes of: import * as pty from 'node-pty'
  interop: typeof (interop.spawn ?? interop.default.spawn),
})));`,
};

/** What the programs print with that node_modules. */
async function answers(project: string): Promise<object[]> {
  return Promise.all(
    Object.entries(PROGRAMS).map(([name, text]) => {
      fs.writeFileSync(path.join(project, name), text);
      return answerOf<object>(path.join(project, name), [], { cwd: project });
    }),
  );
}

async function withFlatpty(t: Test): Promise<object[]> {
  const project = folder(t);
  await installAsNodePty(project);
  return answers(project);
}

t.test('default, named, namespace, dynamic import, and require', async (t) => {
  const [esm, commonJs] = await withFlatpty(t);
  const functions = ['createTerminal', 'fork', 'native', 'open', 'spawn'];
  t.match(esm, {
    exitCode: 5,
    defaultIsRequired: true,
    dynamicIsNamespace: true,
    byName: functions.map((name) => [name, name === 'native' ? 'object' : 'function', true]),
  });
  t.match(commonJs, { exitCode: 5, one: true, keys: functions, interop: 'function' });
});

t.test('node-pty gives the same', async (t) => {
  const project = folder(t);
  const modules = path.dirname(await folderOf('node-pty'));
  fs.symlinkSync(modules, path.join(project, 'node_modules'));
  t.strictSame(await answers(project), await withFlatpty(t));
});
