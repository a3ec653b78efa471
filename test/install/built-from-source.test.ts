// only in test:all: it compiles the whole addon
// timeout: 300 s
// Where there is no prebuild: the tarball has all that node-gyp needs, but for node-addon-api, which is
// no dependency because only those who build need it.
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { installAsNodePty } from '../helpers/dropin';
import { folder } from '../helpers/folder';
import { runProgram } from '../helpers/runScript';

const ROOT = path.join(__dirname, '../..');
const PROGRAM = `
  const term = require('node-pty').spawn('sh', ['-c', 'exit 7']);
  term.onExit(({ exitCode }) => process.exit(exitCode));
`;

t.test('without a prebuild the error says how to build, and that works', async (t) => {
  const cwd = folder(t);
  const installed = await installAsNodePty(cwd);
  fs.rmSync(path.join(installed, 'prebuilds'), { recursive: true });

  const before = await runProgram(process.execPath, ['-e', PROGRAM], { cwd });
  t.equal(before.exitCode, 1);
  t.match(before.stderr, /npm install --no-save node-addon-api node-gyp/);
  t.match(before.stderr, /npx node-gyp rebuild -C '.*native'/);

  const headers = path.join(ROOT, 'node_modules/node-addon-api');
  fs.symlinkSync(headers, path.join(cwd, 'node_modules/node-addon-api'));
  const nodeDir = path.dirname(path.dirname(fs.realpathSync(process.execPath)));
  const hasHeaders = fs.existsSync(path.join(nodeDir, 'include/node/node_api.h'));
  const built = await runProgram(
    process.execPath,
    [
      require.resolve('node-gyp/bin/node-gyp.js'),
      ...['rebuild', '-C', 'native'],
      ...(hasHeaders ? [`--nodedir=${nodeDir}`] : []),
    ],
    { cwd: installed, limitMs: 240_000 },
  );
  t.equal(built.exitCode, 0, built.stderr);
  const after = await runProgram(process.execPath, ['-e', PROGRAM], { cwd });
  t.equal(after.exitCode, 7, after.stderr);
  t.ok(fs.existsSync(path.join(installed, 'native/build/Release/spawn-helper')));
});
