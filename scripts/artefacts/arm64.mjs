// An arm64 userland of Debian's packages, and its kernel: for qemu-user (arm64User.mjs) and for qemu-system
// (arm64Machine.mjs).
import fs from 'node:fs';
import path from 'node:path';
import { cache, run } from './debian.mjs';

const PACKAGES = ['libc6', 'libstdc++6', 'libgcc-s1', 'libatomic1', 'busybox-static', 'dash'];
/** What the checks call; busybox has them all. Its shell asks the terminal questions, dash does not. */
const COMMANDS = ['cat', 'env', 'head', 'ls', 'printf', 'sleep', 'stty', 'tr', 'true'];
const FOLDERS = ['proc', 'sys', 'dev', 'tmp', 'root', 'etc', 'usr/bin'];

const folder = path.join(cache, 'arm64');

/** An apt state of its own: this machine stays without a foreign architecture. */
function aptForArm64() {
  for (const name of ['lists/partial', 'cache', 'debs']) {
    fs.mkdirSync(path.join(folder, name), { recursive: true });
  }
  fs.writeFileSync(path.join(folder, 'status'), '');
  const settings = path.join(folder, 'apt.conf');
  const lines = [
    'APT::Architecture "arm64"',
    'APT::Architectures { "arm64"; }',
    'APT::Sandbox::User "root"',
    `Dir::State::lists "${folder}/lists"`,
    `Dir::State::status "${folder}/status"`,
    `Dir::Cache "${folder}/cache"`,
  ];
  fs.writeFileSync(settings, lines.map((line) => `${line};\n`).join(''));
  return { ...process.env, APT_CONFIG: settings };
}

/** Fetches Debian's packages and unpacks them into `to`. */
function unpackPackages(env, packages, to) {
  const debs = fs.mkdtempSync(path.join(folder, 'debs/'));
  run('apt-get', ['download', '-qq', ...packages], { env, cwd: debs, timeout: 300_000 });
  fs.mkdirSync(to, { recursive: true });
  for (const deb of fs.readdirSync(debs)) run('dpkg-deb', ['-x', path.join(debs, deb), to]);
  fs.rmSync(debs, { recursive: true });
}

/** The package that linux-image-cloud-arm64 stands for, e.g. linux-image-6.1.0-56-cloud-arm64. */
function kernelPackage(env) {
  const said = run('apt-cache', ['depends', 'linux-image-cloud-arm64'], { env });
  const found = said.match(/Depends: (linux-image-\d\S*)/)?.[1];
  if (!found) throw new Error('Debian has no linux-image-cloud-arm64');
  return found;
}

/**
 * Fetched once and kept.
 * @returns {{root: string, kernel: string}} the root of a small system, and the file of a kernel.
 */
export function arm64Debian() {
  const root = path.join(folder, 'root');
  const boot = path.join(folder, 'kernel/boot');
  const ready = path.join(folder, '.ready');
  if (!fs.existsSync(ready)) {
    fs.rmSync(folder, { recursive: true, force: true });
    const env = aptForArm64();
    run('apt-get', ['update', '-qq'], { env, timeout: 200_000 });
    unpackPackages(env, PACKAGES, root);
    unpackPackages(env, [kernelPackage(env)], path.dirname(boot));
    for (const name of FOLDERS) fs.mkdirSync(path.join(root, name), { recursive: true });
    for (const name of COMMANDS) fs.symlinkSync('/bin/busybox', path.join(root, 'usr/bin', name));
    fs.rmSync(path.join(root, 'bin/sh'), { force: true });
    fs.symlinkSync('dash', path.join(root, 'bin/sh'));
    fs.writeFileSync(path.join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
    fs.writeFileSync(ready, '');
  }
  const image = fs.readdirSync(boot).find((name) => name.startsWith('vmlinuz-'));
  return { root, kernel: path.join(boot, image) };
}
