import { readdirSync } from 'node:fs';
import { open, spawn } from 'flatpty';
import t from 'tap';
import { perLauncher } from '../helpers/launchers';
import { talk } from '../helpers/talk';
import { within } from '../helpers/until';

const MS = 20_000;
const descriptors = () => readdirSync('/proc/self/fd').length;

t.test('what is no open terminal of open() is refused before anything is opened', async (t) => {
  const closed = open();
  closed.destroy();
  const own = spawn('cat');
  t.teardown(() => own.kill('SIGKILL'));
  const pair = open();
  t.teardown(() => pair.destroy());
  const before = descriptors();
  const refused = (slave: unknown, code: string, more: object = {}) =>
    t.throws(() => spawn('sh', [], { slave, ...more } as never), { name: 'TypeError', code });
  for (const slave of [1, true, '/dev/tty', {}, [], own, pair.slave]) {
    refused(slave, 'ERR_INVALID_ARG_TYPE');
  }
  refused(closed, 'ERR_INVALID_ARG_VALUE');
  refused(pair, 'ERR_INVALID_ARG_VALUE', { maxOutput: 10 });
  t.equal(descriptors(), before);
});

t.test('undefined, null and false are no slave', async (t) => {
  for (const slave of [undefined, null, false]) {
    const pty = spawn('true', [], { slave } as never);
    t.equal((await within(pty.exited, MS, 'the end')).exitCode, 0);
  }
});

perLauncher('a program that cannot be started: as in a terminal of its own', async (t) => {
  const pair = open();
  t.teardown(() => pair.destroy());
  const { expect } = talk(pair);
  const program = spawn('no-such-program', [], { slave: pair });
  t.equal((await within(program.exited, MS, 'the end')).exitCode, 1);
  t.match(program.spawnError, { code: 'ENOENT', path: 'no-such-program' });
  await expect(/execvp\(3\) failed.: No such file or directory/, MS);
  const throws = () => spawn('no-such-program', [], { slave: pair, spawnErrors: 'throw' });
  t.throws(throws, { code: 'ENOENT', path: 'no-such-program' });
  t.ok(pair.fd > 2, 'the terminal is open still');
});
