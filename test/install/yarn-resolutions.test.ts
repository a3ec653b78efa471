// timeout: 120 s
import t from 'tap';
import { noDropIn } from '../helpers/dropin';
import { isFlatpty, project } from '../helpers/project';

t.test("somebody else's package gets flatpty", { skip: noDropIn('install') }, async (t) => {
  const made = await project(t, {
    dependencies: { 'terminal-tool': '^1.0.0' },
    resolutions: { 'node-pty': 'npm:flatpty@^0.1.0' },
  });
  await made.manager('yarn', ['install', '--ignore-scripts', '--non-interactive']);
  isFlatpty(t, await made.run('terminal-tool'));
});
