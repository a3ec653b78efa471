// timeout: 120 s
// Whatever path inside node-pty a program resolves is there in flatpty too.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import t from 'tap';
import { folderOf } from '../compat/libraries';
import { installAsNodePty } from '../helpers/dropin';
import { folder } from '../helpers/folder';

/** node-pty's reader of ConPTY's output in a worker, which flatpty has none of. */
const NOT_HERE = ['lib/windowsConoutConnection.js'];

t.test('lib/', async (t) => {
  const project = folder(t);
  const installed = await installAsNodePty(project);
  const { resolve } = createRequire(path.join(project, 'program.js'));
  const lib = path.join(await folderOf('node-pty'), 'lib');
  const files = fs
    .readdirSync(lib, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => `lib/${name}`);
  t.ok(files.length >= 10);
  for (const file of files.filter((name) => !NOT_HERE.includes(name))) {
    t.equal(resolve(`node-pty/${file}`), path.join(installed, file));
    t.equal(resolve(`node-pty/${file.replace(/\.js$/, '')}`), path.join(installed, file));
  }
  for (const file of NOT_HERE) t.throws(() => resolve(`node-pty/${file}`));
});

t.test('package.json and the prebuild of this platform', async (t) => {
  const project = folder(t);
  const installed = await installAsNodePty(project);
  const { resolve } = createRequire(path.join(project, 'program.js'));
  const prebuild = `prebuilds/${process.platform}-${process.arch}/pty.node`;
  for (const file of ['package.json', prebuild]) {
    t.equal(resolve(`node-pty/${file}`), path.join(installed, file));
  }
  const helper = path.join(path.dirname(path.join(installed, prebuild)), 'spawn-helper');
  t.equal(fs.statSync(helper).mode & 0o777, 0o755);
});
