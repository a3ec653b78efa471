// What runs where: one row for each runtime. `run` gives what spawnSync gives.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { runOnArm64Machine } from './arm64Machine.mjs';
import { arm64UserCommand } from './arm64User.mjs';
import { muslCommand } from './musl.mjs';
import { oldDebianCommand } from './oldDebian.mjs';

const modules = path.join(import.meta.dirname, 'node_modules');
const LIMIT_MS = 300_000;

/** Runs a command whose last line is smoke.cjs's JSON. */
export function start(file, args, options = {}) {
  return spawnSync(file, args, {
    encoding: 'utf8',
    timeout: LIMIT_MS,
    maxBuffer: Number.POSITIVE_INFINITY,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...options,
  });
}

const inPlace = (program, args = []) => ({
  run: (context) => start(path.join(modules, program), [...args, context.smoke, context.package]),
});

const node = (major) => ({
  name: `linux-x64 glibc, Node ${major}`,
  file: 'linux-x64/pty.node',
  where: 'this machine',
  ...inPlace(`node${major}/bin/node`),
});

export const ROWS = [
  ...[20, 22, 24, 26].map(node),
  {
    name: 'linux-x64 glibc, Bun',
    file: 'linux-x64/pty.node',
    where: 'this machine',
    ...inPlace('@oven/bun-linux-x64/bin/bun'),
  },
  {
    name: 'linux-x64 glibc, Deno',
    file: 'linux-x64/pty.node',
    where: 'this machine',
    ...inPlace('@deno/linux-x64-glibc/deno', ['run', '--allow-all', '--quiet']),
  },
  {
    name: 'linux-x64 glibc 2.31, Node 20',
    file: 'linux-x64/pty.node',
    where: 'Debian 11 in a chroot',
    run: (context) => start(...oldDebianCommand(context, path.join(modules, 'node20/bin/node'))),
  },
  {
    name: 'linux-x64 musl, Bun',
    file: 'linux-x64/pty.musl.node',
    where: "Bun's musl build on Debian's musl",
    run: (context) =>
      start(...muslCommand(context, path.join(modules, '@oven/bun-linux-x64-musl/bin/bun'))),
  },
  {
    name: 'linux-arm64 glibc, Node 24',
    file: 'linux-arm64/pty.node',
    where: 'qemu-user, which translates system calls',
    run: (context) =>
      start(...arm64UserCommand(context, path.join(modules, 'node24-arm64/bin/node'))),
  },
  {
    name: 'linux-arm64 glibc, Node 24, kernel',
    file: 'linux-arm64/pty.node',
    where: "Debian's arm64 kernel in qemu-system; also `flatpty stress --count 200`",
    run: (context) => runOnArm64Machine(context, path.join(modules, 'node24-arm64/bin/node')),
  },
];

/** What no machine here can run. They have passed the static gates of `npm run check:prebuilds`. */
export const NOT_RUN = [
  { name: 'linux-arm64 musl', file: 'linux-arm64/pty.musl.node' },
  { name: 'darwin-arm64', file: 'darwin-arm64/pty.node' },
  { name: 'darwin-x64', file: 'darwin-x64/pty.node' },
];
