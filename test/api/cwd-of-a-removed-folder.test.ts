import { mkdirSync, rmdirSync } from 'node:fs';
import path from 'node:path';
import { spawn } from 'flatpty';
import t from 'tap';
import { folder } from '../helpers/folder';
import { until } from '../helpers/until';

// The kernel's mark for a removed folder is no part of a name, unless the name has it.
for (const [name, removed] of [
  ['work', true],
  ['work (deleted)', false],
  ['work (deleted)', true],
] as const) {
  t.test(`${name}, ${removed ? 'removed' : 'there'}: its path as it was`, async (t) => {
    const cwd = path.join(folder(t), name);
    mkdirSync(cwd);
    const pty = spawn('cat', [], { cwd });
    t.teardown(() => pty.kill('SIGKILL'));
    await until(() => pty.cwd === cwd, 5000, `the cwd, not ${pty.cwd}`);
    if (removed) rmdirSync(cwd);
    t.equal(pty.cwd, cwd);
  });
}

t.test('a name that is not UTF-8 is not made into another one', async (t) => {
  const parent = Buffer.from(`${folder(t)}/`);
  const cwd = Buffer.concat([parent, Buffer.from([0x77, 0xff])]);
  mkdirSync(cwd);
  const pty = spawn('/bin/sh', ['-c', 'cd "$(printf \'w\\377\')" && echo there; read x'], {
    cwd: parent.toString(),
  });
  t.teardown(() => pty.kill('SIGKILL'));
  let output = '';
  pty.onData((data) => {
    output += data;
  });
  await until(() => output.includes('there'), 5000, 'the shell');
  t.equal(pty.cwd, undefined);
});
