// timeout: 240 s
// Node's single executable: the script is inside the program, and so is the addon, as an asset. dlopen(3) needs a
// file, so the program writes it and names it by FLATPTY_ADDON, as docs/platforms.md has it.
import fs from 'node:fs';
import path from 'node:path';
import t from 'tap';
import { bundlerProject, GOOD, withoutModules } from '../helpers/bundle';
import { dropIn, noDropIn } from '../helpers/dropin';
import { runProgram } from '../helpers/runScript';

const PROGRAM = `
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const { getAsset } = require('node:sea');
const place = fs.mkdtempSync(path.join(os.tmpdir(), 'flatpty-sea-'));
process.on('exit', () => fs.rmSync(place, { recursive: true }));
process.env.FLATPTY_ADDON = path.join(place, 'pty.node');
fs.writeFileSync(process.env.FLATPTY_ADDON, Buffer.from(getAsset('pty.node')));
require('./main.cjs');
`;

/** Says where in a node the blob belongs. Source: Node's documentation of single executables. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';

t.test('the program alone', { skip: noDropIn('install') }, async (t) => {
  const project = await bundlerProject(t);
  const modules = path.join(await dropIn('install'), 'node_modules');
  const at = (name: string) => path.join(project.folder, name);
  fs.writeFileSync(at('sea.cjs'), PROGRAM);
  await project.esbuild.build({
    ...{ absWorkingDir: project.folder, entryPoints: ['sea.cjs'], outfile: at('bundle.cjs') },
    ...{ bundle: true, platform: 'node', external: ['*.node'], logLevel: 'silent' },
  });
  const addon = path.join(
    project.library,
    `prebuilds/${process.platform}-${process.arch}/pty.node`,
  );
  const settings = { main: at('bundle.cjs'), output: at('blob'), assets: { 'pty.node': addon } };
  fs.writeFileSync(at('sea.json'), JSON.stringify(settings));
  const node = path.join(modules, 'node24/bin/node');
  const made = await runProgram(node, ['--experimental-sea-config', at('sea.json')]);
  t.equal(made.exitCode, 0, made.stderr);
  fs.copyFileSync(node, at('program'));
  fs.chmodSync(at('program'), 0o755);
  const { inject } = require(path.join(modules, 'postject'));
  const blob = fs.readFileSync(at('blob'));
  await inject(at('program'), 'NODE_SEA_BLOB', blob, { sentinelFuse: FUSE });
  withoutModules(project);
  const { stdout, stderr } = await runProgram(at('program'), [], { cwd: '/' });
  t.strictSame(JSON.parse(stdout || '{}'), GOOD, stderr);
});
