// Finds the file that a program's name means on Windows, as cmd.exe and child_process do.
import * as fs from 'node:fs';
import { win32 as path } from 'node:path';
import type { WindowsEnvironment } from './windowsEnv';

/** What CreateProcessW can start. PATHEXT may name more (.JS, .VBS), which only a shell opens. */
const STARTABLE = ['.COM', '.EXE', '.BAT', '.CMD'];

export type IsFile = (file: string) => boolean;

/** Also of an app execution alias (%LOCALAPPDATA%\Microsoft\WindowsApps), a link that stat(2) cannot follow. */
function isFileOnDisk(file: string): boolean {
  try {
    const { mode } = fs.lstatSync(file);
    return (mode & fs.constants.S_IFMT) !== fs.constants.S_IFDIR;
  } catch {
    return false;
  }
}

function extensions(env: WindowsEnvironment): string[] {
  const wanted = (env.get('PATHEXT') ?? '').split(';').filter((extension) => {
    return STARTABLE.includes(extension.toUpperCase());
  });
  return wanted.length > 0 ? wanted : STARTABLE;
}

/** The folders of PATH; an element may be quoted, and then holds semicolons. */
function searchPath(env: WindowsEnvironment): string[] {
  const own = (env.get('PATH') ?? '').match(/(?:"[^"]*"|[^;"])+/g);
  const folders = own?.map((folder) => folder.replaceAll('"', '').trim()).filter(Boolean);
  if (folders !== undefined && folders.length > 0) return folders;
  const root = env.get('SYSTEMROOT') ?? 'C:\\Windows';
  return [path.join(root, 'System32'), root];
}

/**
 * The absolute path of the file that `name` means, or undefined.
 *
 * A name with a folder in it is looked for from `cwd` on. Another is looked for in `cwd` (unless the child's
 * environment has NoDefaultCurrentDirectoryInExePath), then in its PATH. A name without an extension gets those of
 * PATHEXT; one that has an extension is tried as it is first.
 *
 * @param cwd absolute.
 */
export function findProgram(
  name: string,
  cwd: string,
  env: WindowsEnvironment,
  isFile: IsFile = isFileOnDisk,
): string | undefined {
  if (name === '') return undefined;
  const added = extensions(env);
  const isPath = /[\\/]|^[A-Za-z]:/.test(name);
  const asItIs = path.extname(name) !== '';
  const inFolder = (folder: string): string | undefined => {
    const whole = path.resolve(cwd, folder, name);
    const candidates = [
      ...(asItIs ? [whole] : []),
      ...added.map((extension) => `${whole}${extension}`),
      // A program may have no extension at all, but PATH has too many such files that are none.
      ...(isPath && !asItIs ? [whole] : []),
    ];
    return candidates.find(isFile);
  };
  if (isPath) return inFolder('.');
  const here = env.get('NoDefaultCurrentDirectoryInExePath') === undefined ? [cwd] : [];
  for (const folder of [...here, ...searchPath(env)]) {
    const found = inFolder(folder);
    if (found !== undefined) return found;
  }
  return undefined;
}
