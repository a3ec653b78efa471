// A root folder with a node binary, its libraries, and the two programs that npm's commands start by: sh, and
// env of their first lines. No compiler, no Python, none of the usual commands. Made of bind mounts in a mount namespace, which end with the program.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { folder } from './folder';
import { isRoot } from './identity';
import { type ProgramEnd, runProgram } from './runScript';

/** False, or why such a root cannot be made here. */
export const noEmptyRoot: false | string =
  process.platform !== 'linux'
    ? 'mount namespaces are of Linux'
    : isRoot
      ? false
      : 'only root may change its root folder';

const ENV = '/usr/bin/env';

const MOUNT = `
  root=$1; shift
  while [ "$1" != -- ]; do mount --bind "$1" "$root$2" || exit 125; shift 2; done
  shift
  mount -t proc proc "$root/proc" && mount --rbind /dev "$root/dev" || exit 125
  exec chroot "$root" "$@"`;

/** The shared libraries that a program names, as ldd(1) finds them. */
function librariesOf(program: string): string[] {
  const said = execFileSync('ldd', [program], { encoding: 'utf8' });
  return [...said.matchAll(/(\/\S+) \(0x/g)].map(([, file]) => file as string);
}

export class EmptyRoot {
  /** Pairs: a file or folder of this machine, and where it is in the root. */
  private readonly mounts: string[] = [];

  private constructor(readonly folder: string) {}

  /** @param bound by their place in the root: what else is there. */
  static make(t: Test, node: string, bound: Record<string, string> = {}): EmptyRoot {
    const root = new EmptyRoot(folder(t));
    const shell = fs.realpathSync('/bin/sh');
    for (const name of ['proc', 'dev', 'tmp', 'home', 'project']) {
      fs.mkdirSync(path.join(root.folder, name));
    }
    root.bind(node, '/bin/node');
    root.bind(shell, '/bin/sh');
    root.bind(ENV, ENV);
    for (const file of new Set([node, shell, ENV].flatMap(librariesOf))) {
      root.bind(file, file);
    }
    for (const [place, file] of Object.entries(bound)) root.bind(file, place);
    return root;
  }

  private bind(file: string, place: string): void {
    const target = path.join(this.folder, place);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    if (fs.statSync(file).isDirectory()) fs.mkdirSync(target);
    else fs.writeFileSync(target, '');
    this.mounts.push(fs.realpathSync(file), place);
  }

  /** Runs a program there, in /project, with these variables and no others. */
  run(args: string[], env: Record<string, string>): Promise<ProgramEnd> {
    const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const inside = [ENV, '-i', '-C', '/project', ...pairs, ...args];
    return runProgram(
      'unshare',
      ['--mount', '/bin/sh', '-c', MOUNT, 'sh', this.folder, ...this.mounts, '--', ...inside],
      { limitMs: 120_000 },
    );
  }
}
