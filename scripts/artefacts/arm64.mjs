// An arm64 userland of Debian's packages under qemu-user, in a chroot. qemu is registered for arm64 programs
// (binfmt_misc) while the row runs, if it is not already.
import fs from 'node:fs';
import path from 'node:path';
import { cache, inChroot, need, run, stage } from './debian.mjs';

const PACKAGES = ['libc6', 'libstdc++6', 'libgcc-s1', 'libatomic1', 'busybox-static', 'dash'];
const COMMANDS = ['cat', 'env', 'head', 'ls', 'printf', 'sleep', 'stty', 'tr', 'true'];
const BINFMT = '/proc/sys/fs/binfmt_misc';
const QEMU = '/usr/bin/qemu-aarch64-static';

/** Fetches the packages with an apt state of their own: this machine stays without a foreign architecture. */
function fetchPackages(folder) {
  for (const name of ['lists/partial', 'cache', 'debs', 'root']) {
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
  const env = { ...process.env, APT_CONFIG: settings };
  run('apt-get', ['update', '-qq'], { env, timeout: 200_000 });
  const debs = path.join(folder, 'debs');
  run('apt-get', ['download', '-qq', ...PACKAGES], { env, cwd: debs, timeout: 300_000 });
  for (const deb of fs.readdirSync(debs)) {
    run('dpkg-deb', ['-x', path.join(debs, deb), path.join(folder, 'root')]);
  }
}

function userland() {
  const folder = path.join(cache, 'arm64');
  const root = path.join(folder, 'root');
  const ready = path.join(folder, '.ready');
  if (fs.existsSync(ready)) return root;
  fs.rmSync(folder, { recursive: true, force: true });
  fetchPackages(folder);
  for (const name of ['proc', 'dev', 'tmp', 'root', 'usr/bin']) {
    fs.mkdirSync(path.join(root, name), { recursive: true });
  }
  for (const name of COMMANDS) fs.symlinkSync('/bin/busybox', path.join(root, 'usr/bin', name));
  fs.rmSync(path.join(root, 'bin/sh'), { force: true });
  fs.symlinkSync('dash', path.join(root, 'bin/sh'));
  fs.writeFileSync(path.join(root, 'etc/passwd'), 'root:x:0:0:root:/root:/bin/sh\n');
  fs.writeFileSync(ready, '');
  return root;
}

/** The shell words that register qemu, as qemu's documentation has them, and take that back at the end. */
function registered(command) {
  const magic =
    '\\x7fELF\\x02\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\xb7\\x00';
  const mask =
    '\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff';
  const rule = `:flatpty-aarch64:M::${magic}:${mask}:${QEMU}:OCF`;
  const script = `
    mounted= own=
    [ -e ${BINFMT}/register ] || { mount -t binfmt_misc binfmt_misc ${BINFMT} && mounted=1; } || exit 125
    grep -qs aarch64 ${BINFMT}/*aarch64* || { printf '%s' "$RULE" >${BINFMT}/register && own=1; } || exit 125
    "$@"; code=$?
    [ -z "$own" ] || echo -1 >${BINFMT}/flatpty-aarch64
    [ -z "$mounted" ] || umount ${BINFMT}
    exit $code`;
  const [file, args] = command;
  return ['sh', ['-c', script, 'sh', file, ...args], { env: { ...process.env, RULE: rule } }];
}

export function arm64Command(context, node) {
  need({ 'qemu-user-static': QEMU });
  const root = userland();
  return registered(inChroot(root, stage(root, context, node)));
}
