// A machine of qemu-system with Debian's arm64 kernel, which qemu-user does not have: clone, pidfd and /proc are
// those of a true kernel. It boots into a file system in memory, without disk or network, and powers off.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { arm64Debian } from './arm64.mjs';
import { need, run, stage } from './debian.mjs';

const LIMIT_MS = 280_000;
const TERMINALS = 200;

const mounts = [
  'mount -t proc proc /proc',
  'mount -t sysfs sys /sys',
  'mount -t devtmpfs dev /dev',
  'mkdir -p /dev/pts /dev/shm',
  'mount -t devpts devpts /dev/pts -o ptmxmode=0666',
  'mount -t tmpfs tmpfs /tmp',
];

/** The first process: runs the checks, then a stress run, and says how each ended. */
const init = (smoke) => `#!/bin/sh
export PATH=/usr/bin:/bin HOME=/root SHELL=/bin/sh TERM=xterm
${mounts.map((line) => `busybox ${line}`).join('\n')}
${smoke.join(' ')} </dev/null
echo "END smoke $?"
/check/node /check/flatpty/lib/cli.js stress --count ${TERMINALS} </dev/null
echo "END stress $?"
busybox poweroff -f
`;

/** A copy of the system with the package in it, as the archive that a kernel unpacks at its start. */
function initramfs(context, root, node) {
  const tree = path.join(context.work, 'arm64-machine');
  run('cp', ['--archive', root, tree]);
  const smoke = stage(tree, context, node);
  fs.writeFileSync(path.join(tree, 'init'), init(smoke), { mode: 0o755 });
  const archive = path.join(context.work, 'initramfs.gz');
  const words = 'find . | cpio --create --format=newc --quiet | gzip -1 >"$1"';
  run('sh', ['-c', words, 'sh', archive], { cwd: tree });
  fs.rmSync(tree, { recursive: true });
  return archive;
}

/** Gives what spawnSync gives, with smoke.cjs's JSON as the last line. */
export function runOnArm64Machine(context, node) {
  need({ 'qemu-system-arm': '/usr/bin/qemu-system-aarch64', cpio: '/usr/bin/cpio' });
  const { root, kernel } = arm64Debian();
  const args = [
    ...['-M', 'virt', '-cpu', 'cortex-a72', '-smp', '2', '-m', '2048'],
    ...['-accel', 'tcg,thread=multi', '-kernel', kernel],
    ...['-initrd', initramfs(context, root, node), '-append', 'console=ttyAMA0 quiet panic=-1'],
    ...['-nographic', '-no-reboot', '-nic', 'none'],
  ];
  const { stdout, stderr } = spawnSync('qemu-system-aarch64', args, {
    encoding: 'utf8',
    timeout: LIMIT_MS,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines = stdout.replaceAll('\r', '').split('\n');
  const ends = ['smoke', 'stress'].map((name) => lines.includes(`END ${name} 0`));
  const answer = lines.find((line) => line.startsWith('{"runtime"')) ?? '';
  return {
    status: ends.every(Boolean) ? 0 : 1,
    stdout: `${lines.join('\n')}\n${answer}`,
    stderr,
  };
}
