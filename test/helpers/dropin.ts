import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = path.join(__dirname, '../..');

/** What `npm run dropin` installs, the last two only when named; see scripts/dropin.mjs. */
export type DropIn = 'install' | 'types' | 'programs' | 'more' | 'agent';

/** False, or why a test that needs one of them cannot run. */
export function noDropIn(name: DropIn): false | string {
  if (fs.existsSync(path.join(ROOT, '.dropin', name, '.stamp'))) return false;
  return `not installed: npm run dropin${name === 'more' || name === 'agent' ? ` -- ${name}` : ''}`;
}

/** A module of scripts/, by its file name. */
// biome-ignore lint/suspicious/noExplicitAny: they are JavaScript
function script(name: string): Promise<any> {
  return import(pathToFileURL(path.join(ROOT, 'scripts', name)).href);
}

/** The folder of one of them, with flatpty in it as it is built now. */
export async function dropIn(name: DropIn): Promise<string> {
  return (await script('dropin.mjs')).refreshed(name);
}

/** Packs flatpty as a release has it into `folder`; returns the tarball's path. */
export async function packInto(folder: string): Promise<string> {
  return (await script('pack.mjs')).pack(folder);
}

/**
 * Unpacks flatpty as a release has it into `<project>/node_modules/node-pty`, as an alias in
 * package.json would; returns that folder.
 */
export async function installAsNodePty(project: string): Promise<string> {
  const installed = path.join(project, 'node_modules/node-pty');
  fs.mkdirSync(installed, { recursive: true });
  const tarball = await packInto(project);
  execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  return installed;
}

/** The addons named pty.node that a process has loaded. Linux only. */
export function loadedAddons(pid: number): string[] {
  const maps = fs.readFileSync(`/proc/${pid}/maps`, 'utf8');
  return [...new Set(maps.match(/\/\S*\/pty\.node$/gm))];
}
