// timeout: 120 s
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { noDropIn } from '../helpers/dropin';
import { isFlatpty, project } from '../helpers/project';

const skip = noDropIn('install');
const INSTALL = ['install', '--ignore-scripts', '--no-frozen-lockfile'];
const dependencies = { 'terminal-tool': '^1.0.0' };

t.test("somebody else's package gets flatpty, by package.json", { skip }, async (t) => {
  const overrides = { 'node-pty': 'npm:flatpty@^0.1.0' };
  const made = await project(t, { dependencies, pnpm: { overrides } });
  await made.manager('pnpm', INSTALL);
  const found = await made.run('terminal-tool');
  isFlatpty(t, found);
  t.match(found.main, '/node_modules/.pnpm/', 'in a layout of links');
});

t.test('and by pnpm-workspace.yaml', { skip }, async (t) => {
  const made = await project(t, { dependencies });
  const settings = 'overrides:\n  node-pty: npm:flatpty@^0.1.0\n';
  fs.writeFileSync(path.join(made.folder, 'pnpm-workspace.yaml'), settings);
  await made.manager('pnpm', INSTALL);
  isFlatpty(t, await made.run('terminal-tool'));
});
