// Where spawn-helper is, and that it can be executed. A helper without its execute bit is the most
// reported fault of node-pty on macOS (node-pty#850): archives made without modes lose it.
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { atExit } from '../node';

const NAME = 'spawn-helper';

/**
 * The path of spawn-helper beside the addon. An executable cannot run from inside an asar archive;
 * the rewrite must not double when the path is an unpacked one already (node-pty#923).
 */
export function helperBeside(addonDir: string): string {
  return path
    .join(addonDir, NAME)
    .replace(/(app|node_modules)\.asar(?!\.unpacked)(?=[\\/])/, '$1.asar.unpacked');
}

function isExecutable(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** A copy in a temporary folder that only this user can write to, removed when the process ends. */
function executableCopy(file: string): string {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'flatpty-'));
  atExit(() => fs.rmSync(folder, { recursive: true, force: true }));
  const copy = path.join(folder, NAME);
  fs.copyFileSync(file, copy);
  fs.chmodSync(copy, 0o755);
  return copy;
}

/**
 * Gives `file` its execute bit if it lacks it, or, where that is not permitted, makes a copy that
 * has it. Returns the path to execute; `file` itself when nothing helps, so that the spawn's error
 * names it.
 */
export function healHelper(file: string): string {
  if (isExecutable(file)) return file;
  try {
    fs.chmodSync(file, 0o755);
    if (isExecutable(file)) return file;
  } catch {
    // Read-only, or another user's: a copy will do.
  }
  try {
    const copy = executableCopy(file);
    return isExecutable(copy) ? copy : file;
  } catch {
    return file;
  }
}
