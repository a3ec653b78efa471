import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** The oldest macOS that the prebuilds run on: the oldest that has arm64. */
export const MINIMUM_MACOS = '11.0';

/**
 * What is built. `name` is `<process.platform>-<process.arch>`, the folder in prebuilds/; `cpu` is
 * zig's word for the processor, `tbdTarget` that of Apple's .tbd files.
 */
export const TARGETS = [
  { name: 'darwin-arm64', cpu: 'aarch64', tbdTarget: 'arm64-macos', mustBeSigned: true },
  // Only arm64 Macs insist on a signature, and Rosetta does not for x64 code.
  { name: 'darwin-x64', cpu: 'x86_64', tbdTarget: 'x86_64-macos', mustBeSigned: false },
];

/** The two files of a target: the targets of binding.gyp, and what they are called. */
export const PRODUCTS = [
  { gypTarget: 'pty', file: 'pty.node', isAddon: true },
  { gypTarget: 'spawn-helper', file: 'spawn-helper', isAddon: false },
];
