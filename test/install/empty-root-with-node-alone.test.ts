// timeout: 300 s
// No compiler, no Python, no registry and none of the usual commands: npm at its default settings needs nothing
// but the tarball.
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { dropIn, noDropIn, packInto } from '../helpers/dropin';
import { EmptyRoot, noEmptyRoot } from '../helpers/emptyRoot';
import { offlineSettings } from '../helpers/packageManagers';

t.test('install, ci, doctor', { skip: noEmptyRoot || noDropIn('install') }, async (t) => {
  const modules = path.join(await dropIn('install'), 'node_modules');
  const root = EmptyRoot.make(t, fs.realpathSync(process.execPath), {
    '/npm': path.join(modules, 'npm10'),
  });
  const project = path.join(root.folder, 'project');
  await packInto(project);
  fs.writeFileSync(path.join(project, 'package.json'), '{ "name": "project", "private": true }');
  const env = { PATH: '/bin', HOME: '/home', ...offlineSettings('/home') };
  const commands = [
    ['npm-cli.js', 'install', './flatpty.tgz'],
    ['npm-cli.js', 'ci'],
    ['npx-cli.js', 'flatpty', 'doctor', '--count', '50'],
  ];
  for (const [script, ...args] of commands) {
    const end = await root.run(['/bin/node', `/npm/bin/${script}`, ...args], env);
    t.equal(end.exitCode, 0, `${args.join(' ')}: ${end.stdout}${end.stderr}`);
  }
});
