import { statSync } from 'node:fs';
import path from 'node:path';

/** An id that owns no process and no file, so that limits and rights are only about the test. */
const NUMBER = 61_234;

/** Whether everybody may enter the folders from / down to `folder`. */
function isOpenToAll(folder: string): boolean {
  const parent = path.dirname(folder);
  const opened = (statSync(folder).mode & 0o001) !== 0;
  return opened && (parent === folder || isOpenToAll(parent));
}

/** Why a test cannot run this project as another user; undefined when it can. */
export const noOtherUser: string | undefined =
  process.getuid?.() !== 0
    ? 'only root can become another user'
    : isOpenToAll(path.dirname(process.execPath)) && isOpenToAll(path.join(__dirname, '../..'))
      ? undefined
      : 'another user may not enter the project folder';

/** Options for child_process and runScript. */
export const otherUser = { uid: NUMBER, gid: NUMBER };
