// timeout: 120 s
// Package managers block what wants to run at install; pnpm 11 fails when something does.
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { isFlatpty, project } from '../helpers/project';

t.test('npm, with scripts allowed, has nothing to run and changes no file', async (t) => {
  const made = await project(t, { dependencies: { 'node-pty': 'npm:flatpty@^0.1.0' } });
  const said = await made.manager('npm', ['install', '--foreground-scripts', '--loglevel=info']);
  t.notMatch(said, /node-gyp|blocked|npm info run/);
  const installed = path.join(made.folder, 'node_modules/node-pty');
  t.notOk(fs.existsSync(path.join(installed, 'build')));
  const { scripts, gypfile, dependencies } = require('flatpty/package.json');
  t.strictSame([gypfile, dependencies], [false, undefined]);
  const atInstall = /^(pre|post)?install$|^(pre|post)?prepare$|^prepublish$/;
  t.strictSame(
    Object.keys(scripts).filter((name) => atInstall.test(name)),
    [],
  );
  isFlatpty(t, await made.run('project'));
});
