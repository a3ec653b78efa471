import { createRequire } from 'node:module';
import byDefault, * as byName from 'flatpty';
import t from 'tap';

const require = createRequire(import.meta.url);
const required = require('flatpty') as typeof byDefault;
const NAMES = ['spawn', 'open', 'fork', 'createTerminal', 'native', 'record'] as const;

t.test('default import, named imports and require()', async (t) => {
  t.equal(byDefault, required, 'import pty from "flatpty"');
  for (const name of NAMES) {
    t.ok(required[name], `${name} is there`);
    t.equal(byName[name], required[name], `import { ${name} }`);
  }
});

t.test('dynamic import', async (t) => {
  const dynamic = await import('flatpty');
  for (const name of NAMES) t.equal(dynamic[name], required[name], name);
  t.equal(dynamic.default, required);
});

t.test('nothing else is public', async (t) => {
  t.strictSame(Object.keys(required).sort(), [...NAMES].sort());
  t.strictSame(Object.keys(byName).sort(), ['default', ...NAMES].sort());
});

t.test('the ES module works', async (t) => {
  const pty = byName.spawn('sh', ['-c', 'echo from esm; exit 3']);
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  t.strictSame(await pty.exited, { exitCode: 3, signal: 0 });
  t.equal(output, 'from esm\r\n');
});
