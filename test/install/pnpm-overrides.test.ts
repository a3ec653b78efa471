// timeout: 180 s
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { noDropIn } from '../helpers/dropin';
import { isFlatpty, project } from '../helpers/project';

const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
const canRunPnpm11 = major > 22 || (major === 22 && minor >= 13);

const INSTALL = ['install', '--ignore-scripts', '--no-frozen-lockfile'];
const dependencies = { 'terminal-tool': '^1.0.0' };

t.test(
  "somebody else's package gets flatpty, by package.json, pnpm 10",
  {
    skip: noDropIn('install'),
  },
  async (t) => {
    const overrides = { 'node-pty': 'npm:flatpty@^0.1.0' };
    const made = await project(t, { dependencies, pnpm: { overrides } });
    await made.manager('pnpm', INSTALL);
    const found = await made.run('terminal-tool');
    isFlatpty(t, found);
    t.match(found.main, '/node_modules/.pnpm/', 'in a layout of links');
  },
);

for (const [manager, canRun] of [
  ['pnpm', true],
  ['pnpm11', canRunPnpm11],
] as const) {
  const skip = noDropIn('install') || (canRun ? false : 'pnpm 11 needs Node 22.13');
  t.test(`and by pnpm-workspace.yaml, ${manager}`, { skip }, async (t) => {
    const made = await project(t, { dependencies });
    const settings = 'overrides:\n  node-pty: npm:flatpty@^0.1.0\n';
    fs.writeFileSync(path.join(made.folder, 'pnpm-workspace.yaml'), settings);
    await made.manager(manager, INSTALL);
    isFlatpty(t, await made.run('terminal-tool'));
  });
}
