// The addon of this project with poller_kqueue.cc in place of poller_epoll.cc, over the kqueue of
// test/native/kqueue_on_epoll. Linux only.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { builtOnce, filesBelow, hashOf, ROOT, readGyp } from './gyp';

const KQUEUE = 'test/native/kqueue_on_epoll';

function replaceOnce(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`binding.gyp has not exactly one ${from}`);
  return text.replace(from, to);
}

/** binding.gyp with the other poller, and nothing else changed. */
function variantGyp(): string {
  const emulation = filesBelow(KQUEUE).filter((file) => file.endsWith('.cc'));
  const sources = ['src/native/macos/poller_kqueue.cc', ...emulation];
  const withPoller = replaceOnce(
    readGyp(),
    `'src/native/linux/poller_epoll.cc',`,
    sources.map((file) => `'${file}',`).join('\n      '),
  );
  return replaceOnce(
    withPoller,
    `'target_name': 'pty',`,
    `'target_name': 'pty',
      'include_dirs': ['${KQUEUE}', 'src/native'],
      'cflags': ['-include', '<(module_root_dir)/${KQUEUE}/as_on_macos.h'],
      'ldflags': ['-Wl,--wrap=waitpid'],`,
  );
}

function compile(gyp: string, folder: string): void {
  for (const name of ['src', 'test', 'node_modules']) {
    fs.symlinkSync(path.join(ROOT, name), path.join(folder, name));
  }
  fs.writeFileSync(path.join(folder, 'binding.gyp'), gyp);
  const prefix = path.dirname(path.dirname(fs.realpathSync(process.execPath)));
  const headers = fs.existsSync(path.join(prefix, 'include/node/node_api.h'))
    ? [`--nodedir=${prefix}`]
    : [];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [require.resolve('node-gyp/bin/node-gyp.js'), 'configure', 'build', '--jobs=2', ...headers],
    { cwd: folder, encoding: 'utf8', env: { ...process.env, V: '1' } },
  );
  if (status !== 0) throw new Error(`the kqueue build failed\n${stdout}${stderr}`);
  const made = path.join(folder, 'build/Release');
  for (const name of ['pty.node', 'spawn-helper']) {
    fs.copyFileSync(path.join(made, name), path.join(folder, name));
  }
  for (const name of fs.readdirSync(folder)) {
    if (name !== 'pty.node' && name !== 'spawn-helper') {
      fs.rmSync(path.join(folder, name), { recursive: true });
    }
  }
}

/** The path of the addon; its spawn-helper lies beside it. Built when a source has changed. */
export function kqueueAddon(): string {
  const gyp = variantGyp();
  const files = [...filesBelow('src/native'), ...filesBelow(KQUEUE)];
  const name = `kqueue-${hashOf(files, gyp, process.version)}`;
  return path.join(
    builtOnce(name, (folder) => compile(gyp, folder)),
    'pty.node',
  );
}
