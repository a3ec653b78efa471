// POSIX_SPAWN_CLOEXEC_DEFAULT keeps from the helper, and so from the program, what the host has open
// without close-on-exec. Nothing in the helper closes it.
import './doubles';
import { execFileSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import t from 'tap';
import { run } from '../helpers/collect';
import { noDoubles } from './doubles';

t.test('also of a host with inheritable ones', { skip: noDoubles }, async (t) => {
  // Node opens with close-on-exec; the third of a child's stdio is not.
  const inheritable = `
    process.env.FLATPTY_ADDON = ${JSON.stringify(process.env.FLATPTY_ADDON)};
    const { spawn } = require(${JSON.stringify(require.resolve('flatpty'))});
    const pty = spawn('/bin/sh', ['-c', 'for fd in /proc/self/fd/*; do echo \${fd##*/}; done']);
    let output = '';
    pty.onData((data) => { output += data; });
    pty.onExit(() => process.stdout.write(JSON.stringify(output.trim().split(/\\s+/))));`;
  const file = openSync('/dev/null', 'r');
  t.teardown(() => closeSync(file));
  const text = execFileSync(process.execPath, ['-e', inheritable], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit', file, file, file],
    env: { ...process.env, FLATPTY_LAUNCHER: 'posix_spawn' },
  });
  // The shell's own descriptor of the folder it lists may be there as well.
  const found = JSON.parse(text) as string[];
  t.strictSame(found.slice(0, 3), ['0', '1', '2']);
  t.ok(found.length <= 4, found.join(' '));
});

t.test('control: what the shell lists are descriptors', async (t) => {
  const { output } = await run('/bin/sh', ['-c', 'exec 9</dev/null; ls /dev/fd']);
  t.match(output, /\b9\b/);
});
