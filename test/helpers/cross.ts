import fs from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Test } from 'tap';
import { folder } from './folder';

export const ROOT = path.join(__dirname, '../..');

const FILES = ['darwin-arm64', 'darwin-x64'].flatMap((target) =>
  ['pty.node', 'spawn-helper'].map((file) => `prebuilds/${target}/${file}`),
);

/** The four cross-built files, by their names below the package's folder. */
export const PREBUILDS: readonly string[] = FILES;

/** A module of scripts/cross, by its file name. */
// biome-ignore lint/suspicious/noExplicitAny: they are JavaScript
export function crossModule(name: string): Promise<any> {
  return import(pathToFileURL(path.join(ROOT, 'scripts/cross', name)).href);
}

/** False, or why a test that needs the compiler cannot run. */
export function noCompiler(): false | string {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'zig is there for linux-x64';
  const installed = fs.existsSync(path.join(ROOT, 'scripts/cross/node_modules'));
  return installed ? false : 'no compiler: npm run build:cross installs it';
}

/** False, or why a test that needs the cross-built files cannot run. */
export function noPrebuilds(): false | string {
  const missing = FILES.find((name) => !fs.existsSync(path.join(ROOT, name)));
  return missing ? `no ${missing}: npm run build:cross makes it` : noCompiler();
}

export interface Fault {
  gate: string;
  text: string;
}

/** Asked for once: it reads binding.gyp and libSystem's stubs. */
let allExpected: Promise<Map<string, object>> | undefined;

/** The gates for a cross-built file; `changes` replace what checkFile is told to expect. */
export async function gatesFor(
  name: string,
): Promise<(file: string, changes?: object) => { facts: string; faults: Fault[] }> {
  const { checkFile } = await crossModule('gates.mjs');
  const { expectations } = await crossModule('check-all.mjs');
  allExpected ??= expectations() as Promise<Map<string, object>>;
  const expected = (await allExpected).get(name);
  return (file, changes) => checkFile(file, { ...expected, ...changes });
}

/** The faults of a copy of `name` that `damage` has changed, and put in its place if it returns one. */
export async function faultsAfter(
  t: Test,
  name: string,
  damage: (bytes: Buffer) => Buffer | undefined,
): Promise<Fault[]> {
  const bytes = fs.readFileSync(path.join(ROOT, name));
  const file = path.join(folder(t), path.basename(name));
  fs.writeFileSync(file, damage(bytes) ?? bytes);
  fs.chmodSync(file, 0o755);
  return (await gatesFor(name))(file).faults;
}

/** A load command of a Mach-O file, to be read or changed in place. */
export function loadCommand(bytes: Buffer, wanted: number, segment?: string): Buffer {
  let at = 32;
  for (let left = bytes.readUInt32LE(16); left > 0; left--) {
    const command = bytes.subarray(at, at + bytes.readUInt32LE(at + 4));
    const isNamed = !segment || command.toString('latin1', 8, 24).split('\0')[0] === segment;
    if (command.readUInt32LE(0) === wanted && isNamed) return command;
    at += command.length;
  }
  throw new Error(`no load command 0x${wanted.toString(16)} ${segment ?? ''}`);
}

/** Puts `to` wherever `from` is; both as long. Throws when it is nowhere. */
export function replaceAll(bytes: Buffer, from: string, to: string): void {
  let count = 0;
  for (let at = bytes.indexOf(from); at >= 0; at = bytes.indexOf(from, at + 1)) {
    bytes.write(to, at, 'latin1');
    count += 1;
  }
  if (count === 0 || from.length !== to.length) throw new Error(`cannot replace ${from}`);
}

/** A package with the prebuilds and nothing else; it goes with the test `t`. */
export async function packageWithPrebuilds(t: Test): Promise<string> {
  const made = folder(t);
  const manifest = { name: 'packed', version: '1.0.0', files: ['prebuilds'] };
  fs.writeFileSync(path.join(made, 'package.json'), JSON.stringify(manifest));
  for (const name of FILES) {
    await mkdir(path.dirname(path.join(made, name)), { recursive: true });
    await copyFile(path.join(ROOT, name), path.join(made, name));
  }
  return made;
}
