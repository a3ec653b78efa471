// timeout: 120 s
// Theia (dev-packages/bundle-plugin) names two more files of node-pty as entries, on every platform;
// reads lib/utils.js at its path, and replaces each require( in its text; and copies the prebuild, which
// it finds by require.resolve, to where ".." of the bundle is.
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { bundlerProject, copyPrebuild, GOOD, withoutModules } from '../helpers/bundle';
import { noDropIn } from '../helpers/dropin';
import { answerOf } from '../helpers/runScript';

interface Build {
  onLoad(filter: { filter: RegExp }, load: (file: { path: string }) => object): void;
}

t.test('the bundle works away from node_modules', { skip: noDropIn('install') }, async (t) => {
  const project = await bundlerProject(t);
  const outdir = path.join(project.folder, 'lib/backend');
  let rewritten = 0;
  const plugin = {
    name: 'requires-of-utils',
    setup: (build: Build) =>
      build.onLoad({ filter: /node_modules[/\\]node-pty[/\\]lib[/\\]utils\.js$/ }, ({ path }) => {
        const text = fs.readFileSync(path, 'utf8');
        rewritten += 1;
        const contents = `const atRunTime = require;\n${text.replace(/\brequire\(/g, 'atRunTime(')}`;
        return { contents, loader: 'js' };
      }),
  };
  const { warnings } = await project.esbuild.build({
    absWorkingDir: project.folder,
    entryPoints: {
      main: './main.cjs',
      'worker/conoutSocketWorker': 'node-pty/lib/worker/conoutSocketWorker',
      conpty_console_list_agent: 'node-pty/lib/conpty_console_list_agent',
    },
    bundle: true,
    outdir,
    platform: 'node',
    mainFields: ['node', 'module', 'main'],
    loader: { '.node': 'file' },
    minify: true,
    plugins: [plugin],
    logLevel: 'silent',
  });
  t.strictSame(warnings, []);
  t.equal(rewritten, 1);
  t.ok(fs.existsSync(path.join(outdir, 'worker/conoutSocketWorker.js')));
  copyPrebuild(project, path.dirname(outdir));
  withoutModules(project);
  t.strictSame(await answerOf(path.join(outdir, 'main.js')), GOOD);
});
