import { spawnSync } from 'node:child_process';
import { copyFileSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { crossModule, ROOT } from '../helpers/cross';
import { folder } from '../helpers/folder';

const skip = process.platform === 'win32' ? 'the project builds on Unix' : false;

interface GypTarget {
  target_name: string;
  sources: string[];
  configurations: Record<string, { defines: string[]; xcode_settings: Record<string, unknown> }>;
}

/** The targets as node-gyp's gyp settles them on a Mac, from its debugging output. */
async function askGyp(t: Test): Promise<GypTarget[]> {
  const { loadLiteral } = await crossModule('gyp.mjs');
  const made = folder(t);
  copyFileSync(path.join(ROOT, 'binding.gyp'), path.join(made, 'binding.gyp'));
  for (const name of ['node_modules', 'src'])
    symlinkSync(path.join(ROOT, name), path.join(made, name));
  const config = path.join(ROOT, 'build/config.gypi');
  const { nodedir } = JSON.parse(readFileSync(config, 'utf8').replace(/^#.*$/gm, '')).variables;
  const nodeGyp = path.join(ROOT, 'node_modules/node-gyp');
  const includes = [
    config,
    path.join(nodeGyp, 'addon.gypi'),
    path.join(nodedir, 'include/node/common.gypi'),
  ];
  const variables = {
    ...{ OS: 'mac', target_arch: 'x64', node_engine: 'v8', library: 'shared_library' },
    ...{ visibility: 'default', node_root_dir: nodedir, node_gyp_dir: nodeGyp },
    ...{ module_root_dir: made, node_lib_file: 'none', static_libcxx: '1' },
  };
  const args = [
    ...[path.join(nodeGyp, 'gyp/gyp_main.py'), 'binding.gyp'],
    ...['-f', 'gypd', '--depth=.', '--no-parallel'],
    ...includes.flatMap((file) => ['-I', file]),
    ...Object.entries(variables).map(([name, value]) => `-D${name}=${value}`),
  ];
  const { status, stdout, stderr } = spawnSync('python3', args, { cwd: made, encoding: 'utf8' });
  t.equal(status, 0, `gyp worked: ${stdout}${stderr}`);
  return loadLiteral(path.join(made, 'binding.gypd')).targets;
}

for (const name of ['pty', 'spawn-helper']) {
  t.test(`${name}: the same sources, defines and standards`, { skip }, async (t) => {
    const { readTarget } = await crossModule('gyp.mjs');
    const { VARIABLES } = await crossModule('make.mjs');
    const ours = readTarget(ROOT, name, VARIABLES);
    const gyps = (await askGyp(t)).find((target) => target.target_name === name);
    const release = gyps?.configurations.Release;
    t.strictSame([...ours.sources].sort(), [...(gyps?.sources ?? [])].sort());
    t.strictSame(
      ours.defines.filter((define: string) => !release?.defines.includes(define)),
      [],
    );
    for (const setting of ['CLANG_CXX_LANGUAGE_STANDARD', 'GCC_C_LANGUAGE_STANDARD']) {
      t.ok(ours.xcode[setting]);
      t.equal(ours.xcode[setting], release?.xcode_settings[setting], setting);
    }
  });

  t.test(`${name}: built from source on a Mac, it runs on macOS 11.0 too`, { skip }, async (t) => {
    const { MINIMUM_MACOS } = await crossModule('targets.mjs');
    const gyps = (await askGyp(t)).find((target) => target.target_name === name);
    for (const [configuration, { xcode_settings }] of Object.entries(gyps?.configurations ?? {})) {
      t.equal(xcode_settings.MACOSX_DEPLOYMENT_TARGET, MINIMUM_MACOS, configuration);
    }
  });
}
