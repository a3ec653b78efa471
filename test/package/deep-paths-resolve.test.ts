import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'flatpty';
import t from 'tap';

const root = path.join(__dirname, '../..');

t.test("paths inside the package that node-pty's users import", async (t) => {
  const files: Record<string, string> = {
    'lib/utils': 'lib/utils.js',
    'lib/utils.js': 'lib/utils.js',
    'lib/unixTerminal': 'lib/unixTerminal.js',
    'lib/unixTerminal.js': 'lib/unixTerminal.js',
    'lib/terminal': 'lib/terminal.js',
    'lib/interfaces': 'lib/interfaces.js',
    'lib/types': 'lib/types.js',
    'lib/eventEmitter2': 'lib/eventEmitter2.js',
    'lib/index': 'lib/index.js',
    'package.json': 'package.json',
    'build/Release/pty.node': 'build/Release/pty.node',
    'build/Release/spawn-helper': 'build/Release/spawn-helper',
  };
  for (const [inside, file] of Object.entries(files)) {
    t.equal(require.resolve(`flatpty/${inside}`), path.join(root, file), inside);
  }
});

t.test('every path in exports is there', async (t) => {
  const { exports: map } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  for (const [inside, target] of Object.entries(map)) {
    if (typeof target !== 'string' || inside.includes('*')) continue;
    t.ok(existsSync(path.join(root, target)), inside);
  }
});

t.test('a prebuild that is absent is a missing file, not a forbidden path', async (t) => {
  t.throws(() => require.resolve('flatpty/prebuilds/no-such-platform/pty.node'), {
    code: 'MODULE_NOT_FOUND',
  });
});

t.test('package.json tells name and version', async (t) => {
  t.match(require('flatpty/package.json'), { name: 'flatpty', version: /^\d+\.\d+\.\d+/ });
});

t.test('lib/unixTerminal: the class behind spawn', async (t) => {
  const { UnixTerminal } = await import('flatpty/lib/unixTerminal');
  const { Terminal, DEFAULT_COLS, DEFAULT_ROWS } = await import('flatpty/lib/terminal');
  const pty = spawn('true');
  t.ok(pty instanceof UnixTerminal);
  t.ok(pty instanceof Terminal);
  t.strictSame([DEFAULT_COLS, DEFAULT_ROWS], [80, 24]);
  await pty.exited;
  const own = new UnixTerminal('sh', ['-c', 'exit 3'], {});
  t.equal((await own.exited).exitCode, 3, 'which can be constructed');
  const pair = UnixTerminal.open();
  t.equal(pair.pid, -1);
  pair.destroy();
});

t.test('lib/utils: loadNativeModule(name) gives dir and module', async (t) => {
  const { loadNativeModule } = await import('flatpty/lib/utils');
  const { dir, module } = loadNativeModule('pty');
  t.match(dir, /^\.\.?\/(build\/(Release|Debug)|prebuilds\/)/);
  t.equal(
    module,
    require(path.join(root, 'lib', dir, 'pty.node')),
    'dir is relative to the folder of lib/utils.js, and the addon is in it',
  );
  t.throws(() => loadNativeModule('no-such-addon'), {
    message: new RegExp(`no-such-addon.*${process.platform}-${process.arch}`),
  });
});

t.test('lib/utils.js can be rewritten by a bundler', async (t) => {
  // Theia replaces every "require(" in the text of this file.
  const text = readFileSync(path.join(root, 'lib/utils.js'), 'utf8');
  t.match(text, /[^.\w]require\(/);
  t.notMatch(text, /createRequire|module\.require|\[['"]require['"]\]/);
  t.notMatch(text, /[^.\w]require\(['"]\.[^'"]*(?<!\.node)['"]\)/, 'none of our own modules');
});
