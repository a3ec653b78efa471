// Runs Windows programs under Wine: each session has a mount namespace, a pid namespace and a Wine server of its
// own, so that nothing stays mounted, and nothing runs on when the session ends or is cut short.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { withLock } from '../lock.mjs';
import { cacheDir } from './cache.mjs';
import { mounts, wineRoot } from './wineRoot.mjs';

/** The two folders of a session, as programs see them. Node 22 and later find no module in the root of a drive. */
export const FOLDER = 'w:\\work';
export const TOOLS = 'w:\\tools';

const WINE = '/usr/lib/wine/wine64';
const SERVER = '/usr/lib/wine/wineserver';

const SET_UP = `
set -u
export HOME=/root PATH=/usr/bin:/bin DISPLAY= WINEPREFIX=/prefix WINEDEBUG=-all WINELOADER=${WINE}
export WINEDLLOVERRIDES=mscoree,mshtml= NODE_EXTRA_CA_CERTS=
cd /w/work
if [ ! -e /prefix/.complete ]; then
  timeout 180 ${WINE} wineboot -i </dev/null >/dev/null 2>&1
  ${WINE} reg add 'HKCU\\Software\\Wine\\Drivers' /v Graphics /d null /f </dev/null >/dev/null 2>&1
  ln -sfn /w /prefix/dosdevices/w:
  ${SERVER} -w
  touch /prefix/.complete
fi
`;

const quote = (word) => `'${word.replaceAll("'", "'\\''")}'`;

/** Each program's output goes to files: with a Unix pipe for its stdout, Node under Wine dies. */
function scriptFor(programs) {
  const lines = programs.map(({ command, env = {}, limitSeconds = 120 }, i) => {
    const variables = Object.entries(env).map(([name, value]) => `${name}=${quote(value)}`);
    const words = ['env', ...variables, 'timeout', '-k', '5', limitSeconds, WINE];
    const program = [...words, ...command.map(quote)].join(' ');
    const output = `</dev/null >/out/${i}.out 2>/out/${i}.err`;
    return `begun=$(date +%s); ${program} ${output}; echo $? $(($(date +%s) - begun)) >/out/${i}.code`;
  });
  return [SET_UP, ...lines, `${SERVER} -k >/dev/null 2>&1`, 'exit 0'].join('\n');
}

function readResult(folder, i) {
  const read = (name) => fs.readFileSync(path.join(folder, `${i}.${name}`), 'utf8');
  const [code, seconds] = read('code').split(' ').map(Number);
  return { code, seconds, stdout: read('out'), stderr: read('err') };
}

/**
 * Runs the programs one after the other, in `folder`, which is FOLDER to them; `tools` is TOOLS.
 * @param {{command: string[], env?: Record<string, string>, limitSeconds?: number}[]} programs
 * @returns {Promise<{code: number, seconds: number, stdout: string, stderr: string}[]>} code 124: over its limit.
 */
export async function runInWine(folder, tools, programs) {
  const root = await wineRoot();
  const out = fs.mkdtempSync(path.join(os.tmpdir(), 'flatpty-wine-'));
  try {
    fs.writeFileSync(path.join(out, 'session'), scriptFor(programs));
    const binds = [
      'mount --bind "$2" "$1/w/work"',
      'mount --bind "$3" "$1/w/tools"',
      'mount --bind "$4" "$1/out"',
    ].join(' && ');
    const inside = mounts(`${binds} && exec chroot "$1" sh /out/session`);
    // One at a time: two sessions would share the prefix's server, which the first to end stops.
    await withLock(path.join(cacheDir, 'session.lock'), () => {
      return ended(
        spawn(
          'unshare',
          ['-m', '-p', '-f', '--kill-child', 'sh', '-c', inside, 'sh', root, folder, tools, out],
          {
            stdio: ['ignore', 'ignore', 'inherit'],
          },
        ),
      );
    });
    return programs.map((_, i) => readResult(out, i));
  } finally {
    fs.rmSync(out, { recursive: true, force: true });
  }
}

function ended(child) {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve();
      else reject(new Error(`the Wine session ended with ${signal ?? code}`));
    });
  });
}
