// Debian's packages for the rows of rows.mjs. Root's work: apt, chroot, mounts in a namespace of their own.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** What is fetched once and kept. */
export const cache = path.join(import.meta.dirname, '.cache');

export function run(file, args, options = {}) {
  return execFileSync(file, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
}

/** Installs the packages whose file is not there. */
export function need(packages) {
  const missing = Object.keys(packages).filter((name) => !fs.existsSync(packages[name]));
  if (missing.length === 0) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  // Another installation on this machine is waited for.
  const wait = ['-o', 'DPkg::Lock::Timeout=300', '-qq'];
  run('apt-get', [...wait, 'update'], { env });
  run('apt-get', [...wait, 'install', '-y', '--no-install-recommends', ...missing], { env });
}

/** The address that this machine's apt takes Debian's packages from. */
export function mirror() {
  const files = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'];
  const text = files
    .filter((file) => fs.existsSync(file))
    .map((file) => fs.readFileSync(file, 'utf8'));
  const found = text.join('\n').match(/^(?:URIs:|deb(?: \[[^\]]*\])?)\s+(\S+)/m)?.[1];
  if (!found) throw new Error('apt has no source of Debian packages');
  return found;
}

/** A shell command in a chroot with /proc and /dev, mounted in a namespace that ends with it. */
export function inChroot(root, command) {
  const script =
    'root=$1; shift; mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" || exit 125; ' +
    'exec chroot "$root" /usr/bin/env -i PATH=/usr/bin:/bin HOME=/root SHELL=/bin/sh TERM=xterm "$@"';
  return ['unshare', ['--mount', 'sh', '-c', script, 'sh', root, ...command]];
}

/** Puts node, the package and smoke.cjs into `<root>/check`, and gives the command that runs them there. */
export function stage(root, context, node) {
  const check = path.join(root, 'check');
  fs.rmSync(check, { recursive: true, force: true });
  fs.mkdirSync(check, { recursive: true });
  fs.copyFileSync(node, path.join(check, 'node'));
  fs.chmodSync(path.join(check, 'node'), 0o755);
  fs.cpSync(context.package, path.join(check, 'flatpty'), { recursive: true });
  fs.copyFileSync(context.smoke, path.join(check, 'smoke.cjs'));
  return ['/check/node', '/check/smoke.cjs', '/check/flatpty', '20'];
}
