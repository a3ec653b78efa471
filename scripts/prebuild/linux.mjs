// Builds one Linux target: prebuildify runs node-gyp on a copy of the sources, with zig as its compiler.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { cacheDir, prebuildify, zigEnvironment, zigProgram } from '../cross/toolchain.mjs';
import { stageNative } from '../pack.mjs';

const root = path.resolve(import.meta.dirname, '../..');

/**
 * What every prebuilt addon is linked with. Stripped here, because other tools do not know other processors;
 * LTO, for that builds zig's C++ library so that a third of it can be left out.
 */
const LDFLAGS = '-Wl,-s -Wl,--hash-style=gnu -flto=thin';

/**
 * Compilers by name, as node-gyp wants them: programs without arguments. gyp links each program as C++; the
 * helper is C alone, and zig would first compile a C++ library for it, which takes a minute.
 */
function writeCompilers(folder, target) {
  fs.mkdirSync(folder, { recursive: true });
  const zig = (command) => `exec '${zigProgram}' ${command} "$@"`;
  const [c, cxx] = [`cc -target ${target.zig}`, `c++ -target ${target.zig}`];
  const scripts = {
    cc: zig(c),
    cxx: zig(cxx),
    ar: zig('ar'),
    link: `case " $* " in *' -o Release/spawn-helper '*) ${zig(c)};; esac\n${zig(cxx)}`,
  };
  for (const [name, script] of Object.entries(scripts)) {
    fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return Object.fromEntries(
    Object.keys(scripts).map((name) => [name.toUpperCase(), path.join(folder, name)]),
  );
}

function run(file, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        said += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(said);
      else
        reject(new Error(`${said.trimEnd()}\n${path.basename(file)} ended with ${signal ?? code}`));
    });
  });
}

/**
 * Builds `target` in a folder of its own below `work`, which may have any path: none of it is in the files.
 * @returns {Promise<string>} the folder with the files, as they are named in prebuilds/.
 */
export async function buildLinux(target, work) {
  const place = path.join(work, target.name);
  fs.rmSync(place, { recursive: true, force: true });
  stageNative(place);
  const cwd = path.join(place, 'native');
  fs.copyFileSync(path.join(root, 'package.json'), path.join(cwd, 'package.json'));
  fs.symlinkSync(path.join(root, 'node_modules'), path.join(cwd, 'node_modules'));
  const compilers = writeCompilers(path.join(place, 'bin'), target);
  const prefix = path.dirname(path.dirname(fs.realpathSync(process.execPath)));
  const env = {
    ...zigEnvironment(),
    ...compilers,
    // For size: a flood's CPU time is the kernel's and V8's, and the same with -O3, which is a tenth bigger.
    CFLAGS: '-Os',
    CXXFLAGS: '-Os',
    LDFLAGS,
    npm_config_nodedir: prefix,
    // gyp's defines come from here, because prebuildify hands none on.
    GYP_DEFINES: `with_helper=${target.helper ? 1 : 0} static_libcxx=1`,
    JOBS: process.env.JOBS ?? '2',
    PREBUILD_NODE_GYP: path.join(root, 'node_modules/.bin/node-gyp'),
  };
  const args = [
    ...['--napi', '--name', 'pty', '--platform', 'linux', '--arch', target.arch],
    ...['--target', process.version, '--cwd', cwd, '--out', place],
    ...['--cache', path.join(cacheDir, 'prebuildify')],
    ...(target.libc === 'musl' ? ['--tag-libc', 'musl'] : []),
  ];
  await run(process.execPath, [prebuildify, ...args], { cwd, env });
  const built = path.join(place, 'prebuilds', target.folder);
  if (target.helper) {
    fs.copyFileSync(path.join(cwd, 'build/Release/spawn-helper'), path.join(built, 'spawn-helper'));
  }
  return built;
}
