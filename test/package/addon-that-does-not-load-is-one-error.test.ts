// timeout: 120 s
// A file that is there but does not load ends the search with one error: what was tried, the system, the cure.
import fs from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { addonDir } from '#lib/addon/addon';
import { folder } from '../helpers/folder';
import { noOtherUser, otherUser } from '../helpers/otherUser';
import { runProgram } from '../helpers/runScript';

const ADDON = path.join(addonDir, 'pty.node');
const UTILS = path.join(__dirname, '../../lib/utils.js');

interface Answer {
  code: string;
  message: string;
  ms: number;
  stackLines: number;
  alive: boolean;
}

/** Loads the addon in a process of its own, which then goes on. */
async function load(lib: string, options: object = {}, before = ''): Promise<Answer> {
  const script = `
    ${before}
    const begun = performance.now();
    try {
      require('./utils.js').loadNativeModule('pty');
      console.log('{}');
    } catch ({ code, message }) {
      const ms = performance.now() - begun;
      const stackLines = message.split('\\n').length;
      setImmediate(() => console.log(JSON.stringify({ code, message, ms, stackLines, alive: true })));
    }`;
  const end = await runProgram(process.execPath, ['-e', script], { cwd: lib, ...options });
  return JSON.parse(end.stdout || JSON.stringify({ message: `${end.signal} ${end.stderr}` }));
}

/** A package with the loader alone, and `content` where the prebuilt addon or an own build belongs. */
function packageWith(t: Test, content?: Buffer | string, inside = 'build/Release'): string {
  const made = folder(t);
  fs.chmodSync(made, 0o755);
  const lib = path.join(made, 'lib');
  fs.mkdirSync(lib);
  fs.copyFileSync(UTILS, path.join(lib, 'utils.js'));
  if (content === undefined) return lib;
  fs.mkdirSync(path.join(made, inside), { recursive: true });
  fs.writeFileSync(path.join(made, inside, 'pty.node'), content);
  return lib;
}

function isOneError(t: Test, answer: Answer, reason: RegExp, cure: RegExp): void {
  t.equal(answer.code, 'ERR_FLATPTY_LOAD', answer.message);
  t.match(answer.message, reason);
  t.match(answer.message, cure);
  t.match(answer.message, `${process.platform}-${process.arch}`);
  t.match(answer.message, `Node.js ${process.versions.node}`);
  t.equal(answer.stackLines, 1, 'in one line');
  t.ok(answer.alive, 'and the process lives on');
  t.ok(answer.ms < 1000, `after ${answer.ms} ms`);
}

t.test('a file cut short, at any length', async (t) => {
  const whole = fs.readFileSync(ADDON);
  for (const length of [0, 10, 63, 64, 500, 4096, 20_000, whole.length >> 1]) {
    const lib = packageWith(t, whole.subarray(0, length));
    isOneError(t, await load(lib), /cut short/, /Install flatpty again/);
  }
});

t.test('another kind of file', async (t) => {
  const text =
    'no addon, but a text of more than sixty-four bytes, as a download that failed leaves it';
  isOneError(t, await load(packageWith(t, text)), /not a shared library/, /Install flatpty again/);
});

t.test('a file for another processor or system', async (t) => {
  const whole = fs.readFileSync(ADDON);
  const foreign = Buffer.from(whole);
  foreign.writeUInt16LE(process.arch === 'x64' ? 183 : 62, 18);
  isOneError(t, await load(packageWith(t, foreign)), /another processor/, /Install flatpty again/);
  const other = Buffer.alloc(4096);
  other.writeUInt32LE(process.platform === 'darwin' ? 0x464c457f : 0xfeedfacf);
  isOneError(t, await load(packageWith(t, other)), /another system/, /Install flatpty again/);
});

t.test('a folder in its place', async (t) => {
  const lib = packageWith(t);
  fs.mkdirSync(path.join(lib, '../build/Release/pty.node'), { recursive: true });
  isOneError(t, await load(lib), /not a file/, /Install flatpty again/);
});

t.test('a file or a folder that this user may not read', { skip: noOtherUser }, async (t) => {
  const file = packageWith(t, fs.readFileSync(ADDON));
  fs.chmodSync(path.join(file, '../build/Release/pty.node'), 0o600);
  isOneError(t, await load(file, otherUser), /may not read/, /right to read/);
  const closed = packageWith(t, fs.readFileSync(ADDON));
  fs.chmodSync(path.join(closed, '../build/Release'), 0o600);
  isOneError(t, await load(closed, otherUser), /may not read/, /right to read/);
});

t.test('FLATPTY_ADDON that names no addon', async (t) => {
  const env = { FLATPTY_ADDON: path.join(folder(t), 'absent.node') };
  isOneError(t, await load(packageWith(t), { env }), /absent\.node: not there/, /flatpty/);
});

t.test('a system without a prebuilt addon', async (t) => {
  for (const [platform, arch] of [
    ['freebsd', 'x64'],
    ['linux', 'ppc64'],
  ]) {
    const before = `Object.defineProperties(process, { platform: { value: '${platform}' }, arch: { value: '${arch}' } });`;
    const answer = await load(packageWith(t), {}, before);
    t.equal(answer.code, 'ERR_FLATPTY_LOAD', answer.message);
    t.match(answer.message, `no prebuilt pty.node for ${platform}-${arch}`);
    t.match(answer.message, /node-gyp rebuild -C/);
  }
});

t.test('a file that is not there is passed over', async (t) => {
  const lib = packageWith(
    t,
    fs.readFileSync(ADDON),
    `prebuilds/${process.platform}-${process.arch}`,
  );
  t.strictSame(await load(lib), {});
});
