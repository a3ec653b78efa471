// Where the instrumented builds are. All below .sanitize/, which git ignores.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export function foldersOf(name) {
  const folder = path.join(root, '.sanitize', name);
  return {
    /** A root for scripts/build.mjs: binding.gyp, src/ and node_modules/. */
    folder,
    /** Goes into PATH, so that a script's `node` is this one too. */
    bin: path.join(folder, 'bin'),
    node: path.join(folder, 'bin/node'),
    built: path.join(folder, 'build/Release'),
    addon: path.join(folder, 'build/Release/pty.node'),
    /** A file per process that had something to say: <name>.<pid>. */
    reports: path.join(folder, 'reports'),
  };
}
