// The addon that macOS builds, on Linux: from the same sources, over doubles of Darwin's calls
// (test/macos/darwin) and of kqueue (test/native/kqueue_on_epoll).
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { ROOT } from './gyp';

/** One line of one source is another. */
export interface MacosFault {
  /** Relative to src/native. */
  file: string;
  /** Text that stands once in the file; `line` is looked for behind it. Default: from the top. */
  after?: string;
  /** There it is the first. */
  line: string;
  by: string;
}

/**
 * The path of the addon; its spawn-helper lies beside it. Only what has changed is compiled.
 * FLATPTY_MACOS_ADDON names another one, e.g. one with a fault in it.
 */
export function kqueueAddon(fault?: MacosFault): string {
  if (fault === undefined && process.env.FLATPTY_MACOS_ADDON) {
    return process.env.FLATPTY_MACOS_ADDON;
  }
  const args = fault === undefined ? [] : ['--fault', JSON.stringify(fault)];
  const script = path.join(ROOT, 'scripts/macos/onLinux.mjs');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`the macOS build failed\n${stderr}`);
  return stdout.trim();
}
