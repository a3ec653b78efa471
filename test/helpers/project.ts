import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { dropIn, packInto } from './dropin';
import { folder } from './folder';
import { registry } from './registry';
import { answerOf, runProgram } from './runScript';

/** A program for node-pty: it starts something and prints what it got and what came of it. */
const PROGRAM = `
const fs = require('fs');
const name = process.argv[2] || 'node-pty';
const manifest = require(name + '/package.json');
const term = require(name).spawn('sh', ['-c', 'stty size; exit 7'], { cols: 91, rows: 17 });
let output = '';
term.onData((data) => { output += data; });
term.onExit(({ exitCode }) => {
  const addon = fs.readFileSync('/proc/self/maps', 'utf8').match(/\\/.*\\/pty\\.node$/m)[0];
  const main = require.resolve(name);
  console.log(JSON.stringify({ output, exitCode, addon, name: manifest.name, main }));
});
`;

/** Somebody else's package, which depends on node-pty. */
const TOOL = {
  name: 'terminal-tool',
  version: '1.0.0',
  main: 'program.js',
  dependencies: { 'node-pty': '^1.0.0' },
};

/** What PROGRAM prints. */
interface Found {
  output: string;
  exitCode: number;
  /** The file of the addon that was loaded. */
  addon: string;
  /** The name in the package.json of what was asked for as node-pty. */
  name: string;
  main: string;
}

/** yarn is yarn 1, berry what came after it. */
export type Manager = 'npm' | 'npm12' | 'pnpm' | 'pnpm11' | 'yarn' | 'berry';

export interface Project {
  folder: string;
  /**
   * Runs npm, pnpm or yarn there; what it said. Its registry has flatpty and terminal-tool only, and
   * its caches are the project's own.
   * @throws Error when it fails.
   */
  manager(tool: Manager, args: string[]): Promise<string>;
  /** Runs a program in the project or in terminal-tool, for node-pty or what else it is `called`. */
  run(where: 'project' | 'terminal-tool', called?: string): Promise<Found>;
}

/** A project with that package.json; it goes with the test `t`. */
export async function project(t: Test, manifest: object): Promise<Project> {
  const cwd = folder(t);
  const files = folder(t);
  const url = await registry(t, [await packFlatpty(files), packTool(files)]);
  const all = { name: 'project', version: '1.0.0', private: true, ...manifest };
  fs.writeFileSync(path.join(cwd, 'package.json'), JSON.stringify(all));
  return {
    folder: cwd,
    manager: async (tool, args) => {
      const file = tool === 'npm' ? 'npm' : await script(tool);
      const end = await runProgram(
        tool === 'npm' ? file : process.execPath,
        // Berry is told by ownCaches.
        [
          ...(tool === 'npm' ? [] : [file]),
          ...args,
          ...(tool === 'berry' ? [] : ['--registry', url]),
        ],
        { cwd, limitMs: 60_000, env: ownCaches(files, url) },
      );
      const said = `${end.stdout}${end.stderr}`;
      if (end.exitCode === 0) return said;
      throw new Error(`${tool} ${args.join(' ')} ended with ${end.exitCode}\n${said}`);
    },
    run: (where, called = 'node-pty') => {
      const file = path.join(cwd, 'program.js');
      fs.writeFileSync(file, where === 'project' ? PROGRAM : `require('${where}')`);
      // Yarn's own way to find modules, where it is used.
      const pnp = path.join(cwd, '.pnp.cjs');
      const execArgv = fs.existsSync(pnp) ? ['--require', pnp] : [];
      return answerOf<Found>(file, [called], { cwd, execArgv });
    },
  };
}

async function packFlatpty(files: string) {
  const tarball = await packInto(files);
  const text = fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf8');
  return { manifest: JSON.parse(text), tarball };
}

function packTool(files: string) {
  const made = path.join(files, 'package');
  fs.mkdirSync(made);
  fs.writeFileSync(path.join(made, 'package.json'), JSON.stringify(TOOL));
  fs.writeFileSync(path.join(made, 'program.js'), PROGRAM);
  const tarball = path.join(files, 'terminal-tool.tgz');
  execFileSync('tar', ['-czf', tarball, 'package'], { cwd: files });
  return { manifest: TOOL, tarball };
}

/** The file of a package manager that is no command here. */
async function script(tool: Exclude<Manager, 'npm'>): Promise<string> {
  const files = {
    npm12: 'npm12/bin/npm-cli.js',
    pnpm: 'pnpm/bin/pnpm.cjs',
    pnpm11: 'pnpm11/bin/pnpm.mjs',
    yarn: 'yarn/bin/yarn.js',
    berry: '@yarnpkg/cli-dist/bin/yarn.js',
  };
  return path.join(await dropIn('install'), 'node_modules', files[tool]);
}

/** Neither what is cached on this machine nor its settings help an install. */
function ownCaches(place: string, url: string): NodeJS.ProcessEnv {
  const at = (name: string) => path.join(place, name);
  return {
    npm_config_cache: at('cache'),
    npm_config_store_dir: at('store'),
    npm_config_userconfig: at('no-npmrc'),
    YARN_CACHE_FOLDER: at('cache'),
    YARN_ENABLE_GLOBAL_CACHE: 'false',
    YARN_ENABLE_TELEMETRY: '0',
    YARN_GLOBAL_FOLDER: at('data'),
    YARN_IGNORE_PATH: '1',
    YARN_NPM_REGISTRY_SERVER: url,
    YARN_UNSAFE_HTTP_WHITELIST: '127.0.0.1',
    XDG_DATA_HOME: at('data'),
    XDG_STATE_HOME: at('data'),
    XDG_CACHE_HOME: at('data'),
    XDG_CONFIG_HOME: at('data'),
  };
}

/** Checks that a program got flatpty for node-pty, with the prebuilt addon, and that it works. */
export function isFlatpty(t: Test, { output, exitCode, name, main, addon }: Found): void {
  t.strictSame({ output, exitCode, name }, { output: '17 91\r\n', exitCode: 7, name: 'flatpty' });
  const prebuild = `prebuilds/${process.platform}-${process.arch}/pty.node`;
  t.equal(addon, path.join(path.dirname(path.dirname(main)), prebuild));
}
