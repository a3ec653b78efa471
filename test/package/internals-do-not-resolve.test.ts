// From the packed package: its own modules are closed to others, so that they can change in any release. What
// package.json exports resolves by both ways of loading.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import t, { type Test } from 'tap';
import { installAsNodePty } from '../helpers/dropin';
import { folder } from '../helpers/folder';
import { runProgram } from '../helpers/runScript';

/** A path in `exports` without the dot, e.g. `/lib/utils`. */
const inside = (key: string): string => key.slice(1);

/** The project's folder, the package's and what its package.json exports. */
async function installed(t: Test) {
  const project = folder(t);
  const library = await installAsNodePty(project);
  const { exports: map } = JSON.parse(fs.readFileSync(path.join(library, 'package.json'), 'utf8'));
  return { project, library, map: map as Record<string, unknown> };
}

t.test('every script that is not exported is refused, with its ending and without', async (t) => {
  const { project, library, map } = await installed(t);
  const { resolve } = createRequire(path.join(project, 'program.js'));
  const scripts = fs
    .readdirSync(path.join(library, 'lib'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .map((name) => `./lib/${name}`);
  const internal = scripts.filter((name) => !(name in map));
  t.ok(internal.includes('./lib/addon/addon.js'), `${internal.length} internals`);
  t.ok(internal.length < scripts.length);
  for (const name of internal.flatMap((file) => [file, file.replace(/\.js$/, '')])) {
    t.throws(() => resolve(`node-pty${inside(name)}`), { code: 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
  }
});

t.test(
  'what is exported loads by require and by import, with its ending and without',
  async (t) => {
    const { project, map } = await installed(t);
    const names = Object.keys(map).filter((key) => !key.includes('*'));
    const scripts = names.filter((key) => key !== './package.json');
    for (const key of scripts.filter((name) => name.startsWith('./lib/'))) {
      t.ok(key.replace(/\.js$/, '') in map, `${key} without its ending`);
      t.ok(`${key.replace(/\.js$/, '')}.js` in map, `${key} with its ending`);
    }
    const program = `
    import { createRequire } from 'node:module';
    const require = createRequire(import.meta.url);
    for (const name of ${JSON.stringify(scripts.map((key) => `node-pty${inside(key)}`))}) {
      require(name);
      await import(name);
    }
    console.log('all');`;
    const file = path.join(project, 'program.mjs');
    fs.writeFileSync(file, program);
    const { stdout, stderr } = await runProgram(process.execPath, [file], { cwd: project });
    t.equal(stdout, 'all\n', stderr);
  },
);
