// timeout: 120 s
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { isFlatpty, project } from '../helpers/project';

const manifest = {
  dependencies: { 'terminal-tool': '^1.0.0' },
  overrides: { 'node-pty': 'npm:flatpty@^0.1.0' },
};

t.test("somebody else's package gets flatpty for node-pty", async (t) => {
  const made = await project(t, manifest);
  await made.manager('npm', ['install', '--ignore-scripts']);
  isFlatpty(t, await made.run('terminal-tool'));
});

t.test('and by npm ci with the lock file of that', async (t) => {
  const made = await project(t, manifest);
  await made.manager('npm', ['install', '--ignore-scripts', '--package-lock-only']);
  t.notOk(fs.existsSync(path.join(made.folder, 'node_modules')));
  await made.manager('npm', ['ci', '--ignore-scripts']);
  isFlatpty(t, await made.run('terminal-tool'));
});
