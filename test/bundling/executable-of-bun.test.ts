// timeout: 120 s
// `bun build --compile` puts the script and the addon into one program; it finds the addon by the literal path in
// the loader.
import path from 'node:path';
import t from 'tap';
import { bundlerProject, GOOD, withoutModules } from '../helpers/bundle';
import { dropIn, noDropIn } from '../helpers/dropin';
import { runProgram } from '../helpers/runScript';

t.test('the program alone', { skip: noDropIn('install') }, async (t) => {
  const project = await bundlerProject(t);
  const modules = path.join(await dropIn('install'), 'node_modules');
  const program = path.join(project.folder, 'program');
  const built = await runProgram(
    path.join(modules, '@oven/bun-linux-x64/bin/bun'),
    ['build', '--compile', './main.cjs', '--outfile', program],
    { cwd: project.folder },
  );
  t.equal(built.exitCode, 0, built.stderr);
  withoutModules(project);
  const { stdout, stderr } = await runProgram(program, [], { cwd: '/' });
  t.strictSame(JSON.parse(stdout || '{}'), GOOD, stderr);
});
