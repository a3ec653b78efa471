// timeout: 120 s
import t from 'tap';
import { noDropIn } from '../helpers/dropin';
import { isFlatpty, project } from '../helpers/project';

const manifest = { dependencies: { 'node-pty': 'npm:flatpty@^0.1.0' } };

t.test('one line in package.json, installed by npm', async (t) => {
  const made = await project(t, manifest);
  await made.manager('npm', ['install', '--ignore-scripts']);
  isFlatpty(t, await made.run('project'));
});

t.test('by pnpm', { skip: noDropIn('install') }, async (t) => {
  const made = await project(t, manifest);
  await made.manager('pnpm', ['install', '--ignore-scripts', '--no-frozen-lockfile']);
  isFlatpty(t, await made.run('project'));
});

t.test('by yarn', { skip: noDropIn('install') }, async (t) => {
  const made = await project(t, manifest);
  await made.manager('yarn', ['install', '--ignore-scripts', '--non-interactive']);
  isFlatpty(t, await made.run('project'));
});

t.test("under the names of node-pty's other distributions", async (t) => {
  const names = [
    '@lydell/node-pty',
    'node-pty-prebuilt-multiarch',
    '@homebridge/node-pty-prebuilt-multiarch',
  ];
  const made = await project(t, {
    dependencies: Object.fromEntries(names.map((name) => [name, 'npm:flatpty@^0.1.0'])),
  });
  await made.manager('npm', ['install', '--ignore-scripts']);
  for (const name of names) isFlatpty(t, await made.run('project', name));
});
