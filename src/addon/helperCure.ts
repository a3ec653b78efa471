// What the user can do about a spawn-helper that does not run, by the error of its start.
import { constants } from 'node:os';
import * as node from '../node';

/** <sys/errno.h> of macOS: EBADARCH, "Bad CPU type in executable". */
const EBADARCH = 86;

/** A path as one word for a shell. */
function quoted(file: string): string {
  return `'${file.replaceAll("'", `'\\''`)}'`;
}

const AGAIN = 'install flatpty again';

function onMacos(file: string, error: number): string[] {
  if (error === EBADARCH) {
    return [
      'it is for the other processor: run an arm64 Node on an arm64 Mac, or install Rosetta ' +
        '(softwareupdate --install-rosetta)',
      AGAIN,
    ];
  }
  const quarantine =
    'if it was downloaded by a browser or unpacked by the Finder, take the quarantine off ' +
    `(xattr -d com.apple.quarantine ${quoted(file)})`;
  const signature =
    'in an app with the hardened runtime sign it with the app ' +
    `(codesign --force --options runtime --sign IDENTITY ${quoted(file)})`;
  // EPERM is what Gatekeeper's and AMFI's refusals look like; a SIGKILL at its start is another.
  return error === constants.errno.EPERM
    ? [quarantine, signature, AGAIN]
    : [executable(file), quarantine, AGAIN];
}

function executable(file: string): string {
  return `make it executable (chmod 755 ${quoted(file)}), on a file system that is not mounted noexec`;
}

/**
 * @param file the helper
 * @param error the errno of its start, positive
 */
export function helperCure(
  file: string,
  error: number,
  platform: NodeJS.Platform = node.platform,
): string {
  const ways = platform === 'darwin' ? onMacos(file, error) : [executable(file), AGAIN];
  return `flatpty's helper cannot be run; ${ways.slice(0, -1).join('; ')}, or ${ways.at(-1)}`;
}
