// A Debian 13 in a folder, with Wine 10: Debian 12's Wine 8 does not start Node 24.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { withLock } from '../lock.mjs';
import { cacheDir } from './cache.mjs';

const RELEASE = 'trixie';
const root = path.join(cacheDir, 'wine');
const complete = path.join(root, '.complete');
const MINUTES = 60_000;

/** Why there can be no Wine here; undefined when there can. */
export function obstacle() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'needs Linux x64';
  if (process.getuid() !== 0) return 'needs root, for chroot and mount';
  if (!fs.existsSync('/etc/debian_version')) return 'needs Debian, for debootstrap and its mirror';
  return undefined;
}

/** True when no download is needed. */
export const isWineReady = () => fs.existsSync(complete);

function run(command, args, log) {
  const out = fs.openSync(log, 'a');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const options = { stdio: ['ignore', out, out], timeout: 10 * MINUTES, env };
  const { status, error } = spawnSync(command, args, options);
  fs.closeSync(out);
  if (status !== 0) {
    const words = [command, ...args].join(' ');
    throw new Error(`${words} ended with ${error?.message ?? status}; ${log} has what it said`);
  }
}

/** The mirror that this machine's own apt uses. */
function mirror() {
  const sources = ['/etc/apt/sources.list.d/debian.sources', '/etc/apt/sources.list'];
  for (const file of sources.filter((name) => fs.existsSync(name))) {
    const text = fs.readFileSync(file, 'utf8');
    const found = text.match(/^URIs:\s*(\S+)/m) ?? text.match(/^deb\s+(?:\[[^\]]*\]\s+)?(\S+)/m);
    if (found) return found[1];
  }
  throw new Error(`no mirror found in ${sources.join(', ')}`);
}

function make() {
  const log = path.join(cacheDir, 'wine.log');
  fs.rmSync(root, { recursive: true, force: true });
  if (spawnSync('which', ['debootstrap']).status !== 0) {
    const patient = ['-o', 'DPkg::Lock::Timeout=300', '-qq', '-y'];
    run('apt-get', [...patient, 'update'], log);
    run('apt-get', [...patient, 'install', '--no-install-recommends', 'debootstrap'], log);
  }
  run('debootstrap', ['--variant=minbase', RELEASE, root, mirror()], log);
  // No service may start inside.
  const policy = path.join(root, 'usr/sbin/policy-rc.d');
  fs.writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  const install = 'apt-get install -y -qq --no-install-recommends wine64 wine';
  run('unshare', ['-m', 'sh', '-c', mounts(`exec chroot "$1" ${install}`), 'sh', root], log);
  for (const folder of ['w/work', 'w/tools', 'out', 'prefix']) {
    fs.mkdirSync(path.join(root, folder), { recursive: true });
  }
  fs.writeFileSync(complete, '');
}

/** A shell's text: /proc and /dev below $1, then `command`. For a mount namespace of its own. */
export function mounts(command) {
  return `mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && ${command}`;
}

/** The folder of the Debian with Wine, made if need be (a minute, and 1 GB). */
export async function wineRoot() {
  const why = obstacle();
  if (why !== undefined) throw new Error(`Wine cannot be set up here: ${why}`);
  await withLock(path.join(cacheDir, 'wine.lock'), async () => {
    if (isWineReady()) return;
    console.error(`windows: setting up Wine in ${root}`);
    make();
  });
  return root;
}
