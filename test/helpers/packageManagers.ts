// Package managers at their default settings: what each calls an install, an install from the lock file
// and a rebuild, and with which node it runs.
import fs from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { dropIn, packInto } from './dropin';
import { folder } from './folder';
import { type ProgramEnd, runProgram } from './runScript';

const CLEAN = ['node_modules', '.yarn', '.pnp.cjs', '.pnp.loader.mjs'];

export interface PackageManager {
  /** What runs it, below .dropin/install/node_modules; a script for node unless `isProgram`. */
  file: string;
  isProgram?: boolean;
  /** It needs a newer node than the oldest one that flatpty supports. */
  needsNode24?: boolean;
  settings?: Record<string, string>;
  install: string[];
  /** From the lock file that `install` made. */
  again: string[];
  rebuild?: string[];
  /** Runs a command of an installed package, whose name and arguments follow. */
  exec: string[];
}

const npm = (file: string, needsNode24 = false): PackageManager => ({
  file: `${file}/bin/npm-cli.js`,
  needsNode24,
  install: ['install'],
  again: ['ci'],
  rebuild: ['rebuild'],
  exec: ['exec', '--'],
});

const pnpm = (file: string, more: Partial<PackageManager> = {}): PackageManager => ({
  file,
  install: ['install', '--no-frozen-lockfile'],
  again: ['install', '--frozen-lockfile'],
  rebuild: ['rebuild'],
  exec: ['exec'],
  ...more,
});

const berry = (linker: string): PackageManager => ({
  file: '@yarnpkg/cli-dist/bin/yarn.js',
  settings: { '.yarnrc.yml': `nodeLinker: ${linker}\n`, 'yarn.lock': '' },
  install: ['install', '--no-immutable'],
  again: ['install', '--immutable'],
  rebuild: ['rebuild'],
  exec: ['run'],
});

/** By the name of a test. */
export const MANAGERS: Record<string, PackageManager> = {
  'npm 9': npm('npm9'),
  'npm 10': npm('npm10'),
  'npm 11': npm('npm11'),
  'npm 12': npm('npm12', true),
  'yarn 1': {
    file: 'yarn/bin/yarn.js',
    install: ['install', '--non-interactive'],
    again: ['install', '--frozen-lockfile', '--non-interactive'],
    rebuild: ['install', '--force', '--non-interactive'],
    exec: ['run'],
  },
  'yarn 4, node-modules': berry('node-modules'),
  'yarn 4, pnp': berry('pnp'),
  'pnpm 9': pnpm('pnpm9/bin/pnpm.cjs'),
  'pnpm 10': pnpm('pnpm/bin/pnpm.cjs'),
  'pnpm 11': pnpm('pnpm11/bin/pnpm.mjs', { needsNode24: true }),
  'pnpm 12': pnpm('pnpm12/pnpm', { isProgram: true, needsNode24: true }),
  bun: {
    ...{ file: '@oven/bun-linux-x64/bin/bun', isProgram: true },
    ...{ install: ['install'], again: ['install', '--frozen-lockfile'] },
    exec: ['x'],
  },
};

const PROGRAM = `
const term = require('NAME').spawn('sh', ['-c', 'stty size; exit 7'], { cols: 91, rows: 17 });
let output = '';
term.onData((data) => { output += data; });
term.onExit(({ exitCode }) => console.log(JSON.stringify({ output, exitCode })));
`;

/**
 * Settings of all managers: caches below `home`, and a registry that does not answer, because all that is
 * installed is in the tarball.
 */
export function offlineSettings(home: string): Record<string, string> {
  const nowhere = 'http://127.0.0.1:9/';
  return {
    ...{ XDG_CACHE_HOME: home, XDG_DATA_HOME: home, XDG_STATE_HOME: home },
    ...{ npm_config_registry: nowhere, npm_config_fetch_retries: '0', npm_config_cache: home },
    ...{ YARN_NPM_REGISTRY_SERVER: nowhere, YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1' },
    ...{ YARN_ENABLE_TELEMETRY: '0', YARN_GLOBAL_FOLDER: home, YARN_CACHE_FOLDER: home },
    ...{ YARN_IGNORE_PATH: '1', COREPACK_ENABLE_STRICT: '0', CI: '1' },
  };
}

/** The environment of a machine that has node and the usual commands, but nothing that builds. */
function environment(bin: string, home: string): NodeJS.ProcessEnv {
  const kept = ['LANG', 'TERM', 'TMPDIR', 'NODE_EXTRA_CA_CERTS'];
  const own = Object.fromEntries(kept.map((name) => [name, process.env[name]]));
  return { ...own, PATH: bin, HOME: home, ...offlineSettings(home) };
}

/** A folder with `node` and the commands that shells need; no compiler, no make, no python. */
function binFolder(t: Test, node: string): string {
  const bin = folder(t);
  fs.symlinkSync(node, path.join(bin, 'node'));
  for (const name of [
    'sh',
    'stty',
    'ls',
    'cat',
    'dirname',
    'basename',
    'sed',
    'sleep',
    'uname',
    'env',
  ]) {
    const found = ['/bin', '/usr/bin'].map((at) => path.join(at, name)).find(fs.existsSync);
    if (found) fs.symlinkSync(found, path.join(bin, name));
  }
  return bin;
}

/** A project whose only dependency is the packed flatpty, and one package manager to install it. */
export class ManagedProject {
  private constructor(
    readonly cwd: string,
    private readonly command: string[],
    private readonly env: NodeJS.ProcessEnv,
    private readonly node: string,
  ) {}

  /** @param name what the dependency is called: `flatpty`, or `node-pty` as an alias. */
  static async make(t: Test, manager: PackageManager, name: string): Promise<ManagedProject> {
    const modules = path.join(await dropIn('install'), 'node_modules');
    const node = manager.needsNode24 ? path.join(modules, 'node24/bin/node') : process.execPath;
    const cwd = folder(t);
    await packInto(cwd);
    const dependencies = { [name]: 'file:./flatpty.tgz' };
    const manifest = { name: 'project', version: '1.0.0', private: true, dependencies };
    fs.writeFileSync(path.join(cwd, 'package.json'), JSON.stringify(manifest));
    fs.writeFileSync(path.join(cwd, 'program.cjs'), PROGRAM.replace('NAME', name));
    for (const [file, text] of Object.entries(manager.settings ?? {})) {
      fs.writeFileSync(path.join(cwd, file), text);
    }
    const file = path.join(modules, manager.file);
    const command = manager.isProgram ? [file] : [node, file];
    return new ManagedProject(cwd, command, environment(binFolder(t, node), folder(t)), node);
  }

  /** Runs the package manager. @throws Error with what it said when it fails. */
  async run(args: string[]): Promise<void> {
    const [file = '', ...first] = this.command;
    const end = await this.start(file, [...first, ...args]);
    if (end.exitCode !== 0) {
      throw new Error(`${args.join(' ')} ended with ${end.exitCode}\n${end.stdout}${end.stderr}`);
    }
  }

  /** Removes what an install makes, but not its lock file. */
  clean(): void {
    for (const name of CLEAN)
      fs.rmSync(path.join(this.cwd, name), { recursive: true, force: true });
  }

  /** What the program in the project says. */
  async answer(): Promise<unknown> {
    const pnp = path.join(this.cwd, '.pnp.cjs');
    const args = [...(fs.existsSync(pnp) ? ['--require', pnp] : []), 'program.cjs'];
    const { stdout, stderr } = await this.start(this.node, args);
    return stdout === '' ? stderr : JSON.parse(stdout);
  }

  private start(file: string, args: string[]): Promise<ProgramEnd> {
    const script = 'exec env -i "$@"';
    const pairs = Object.entries(this.env).flatMap(([name, value]) =>
      value === undefined ? [] : [`${name}=${value}`],
    );
    // runProgram adds to this process's environment, so `env -i` takes that away.
    return runProgram('/bin/sh', ['-c', script, 'sh', ...pairs, file, ...args], {
      cwd: this.cwd,
      limitMs: 60_000,
    });
  }
}
