import fs from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { launcherName } from '#lib/addon/addon';
import { dropIn, installAsNodePty } from './dropin';
import { folder } from './folder';

const TARGET = `${process.platform}-${process.arch}`;

/** A program for node-pty that prints GOOD, by file name. */
export const SOURCES = {
  'main.cjs': `
const pty = require('node-pty');
const term = pty.spawn('sh', ['-c', 'stty size; exit 7'], { cols: 91, rows: 17 });
let output = '';
term.onData((data) => { output += data; });
term.onExit(({ exitCode }) => console.log(JSON.stringify({ output, exitCode })));
`,
  'main.mjs': `
import { spawn } from 'node-pty';
const term = spawn('sh', ['-c', 'stty size; exit 7'], { cols: 91, rows: 17 });
let output = '';
term.onData((data) => { output += data; });
term.onExit(({ exitCode }) => console.log(JSON.stringify({ output, exitCode })));
`,
};

export const GOOD = { output: '17 91\r\n', exitCode: 7 };

/** A project with flatpty as node-pty, sources, and esbuild to bundle them. */
export interface BundlerProject {
  folder: string;
  /** node_modules/node-pty. */
  library: string;
  // biome-ignore lint/suspicious/noExplicitAny: esbuild is not installed for the project itself
  esbuild: any;
}

export async function bundlerProject(t: Test): Promise<BundlerProject> {
  const made = folder(t);
  for (const [name, text] of Object.entries(SOURCES)) {
    fs.writeFileSync(path.join(made, name), text);
  }
  const library = await installAsNodePty(made);
  const esbuild = require(path.join(await dropIn('install'), 'node_modules/esbuild'));
  return { folder: made, library, esbuild };
}

/**
 * Copies the prebuild of this platform to `<to>/prebuilds/<platform>-<arch>/`, as a build script does:
 * the addon, and where programs are started by the helper (on macOS), that.
 */
export function copyPrebuild({ folder }: BundlerProject, to: string): void {
  const names = ['pty.node', ...(launcherName() === 'posix_spawn' ? ['spawn-helper'] : [])];
  for (const name of names) {
    const file = require.resolve(`node-pty/prebuilds/${TARGET}/${name}`, { paths: [folder] });
    const copy = path.join(to, 'prebuilds', TARGET, name);
    fs.mkdirSync(path.dirname(copy), { recursive: true });
    fs.copyFileSync(file, copy);
  }
}

/** Takes what is not shipped with a bundle out of its reach. */
export function withoutModules({ folder }: BundlerProject): void {
  fs.rmSync(path.join(folder, 'node_modules'), { recursive: true });
}
