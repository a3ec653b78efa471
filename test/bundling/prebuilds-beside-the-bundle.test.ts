// timeout: 120 s
import path from 'node:path';
import t from 'tap';
import { bundlerProject, copyPrebuild, GOOD, withoutModules } from '../helpers/bundle';
import { noDropIn } from '../helpers/dropin';
import { answerOf } from '../helpers/runScript';

const skip = noDropIn('install');

for (const [entry, loader] of [
  ['main.cjs', 'file'],
  ['main.mjs', 'copy'],
] as const) {
  t.test(
    `${entry} in one file, the addon put beside it by loader ${loader}`,
    { skip },
    async (t) => {
      const project = await bundlerProject(t);
      const outfile = path.join(project.folder, 'dist/bundle.cjs');
      const { warnings } = await project.esbuild.build({
        absWorkingDir: project.folder,
        entryPoints: [entry],
        bundle: true,
        outfile,
        platform: 'node',
        format: 'cjs',
        loader: { '.node': loader },
        logLevel: 'silent',
      });
      t.strictSame(warnings, []);
      withoutModules(project);
      t.strictSame(await answerOf(outfile), GOOD);
    },
  );
}

t.test('as an ES module that defines require and __dirname', { skip }, async (t) => {
  const project = await bundlerProject(t);
  const outfile = path.join(project.folder, 'dist/bundle.mjs');
  const banner = `
    import { createRequire as requireFor } from 'node:module';
    import { dirname as folderOf } from 'node:path';
    import { fileURLToPath as pathOf } from 'node:url';
    const require = requireFor(import.meta.url);
    const __dirname = folderOf(pathOf(import.meta.url));`;
  const { warnings } = await project.esbuild.build({
    absWorkingDir: project.folder,
    entryPoints: ['main.mjs'],
    bundle: true,
    outfile,
    platform: 'node',
    format: 'esm',
    banner: { js: banner },
    loader: { '.node': 'file' },
    logLevel: 'silent',
  });
  t.strictSame(warnings, []);
  copyPrebuild(project, path.dirname(outfile));
  withoutModules(project);
  t.strictSame(await answerOf(outfile), GOOD);
});

t.test('left out of the bundle, as an external', { skip }, async (t) => {
  const project = await bundlerProject(t);
  const outfile = path.join(project.folder, 'dist/bundle.mjs');
  await project.esbuild.build({
    absWorkingDir: project.folder,
    entryPoints: ['main.mjs'],
    bundle: true,
    outfile,
    platform: 'node',
    format: 'esm',
    external: ['node-pty'],
    logLevel: 'silent',
  });
  t.strictSame(await answerOf(outfile), GOOD);
});
