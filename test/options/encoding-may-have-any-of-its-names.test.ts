import { spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';
import { talk } from '../helpers/talk';

const iutf8 = async (encoding: string) => {
  const { output } = await collect(spawn('stty', ['-a'], { encoding }));
  return /-?iutf8/.exec(output)?.[0];
};

t.test('every name of UTF-8 makes a UTF-8 terminal, no other does', async (t) => {
  for (const name of ['utf8', 'utf-8', 'UTF8', 'UTF-8', 'Utf-8']) {
    t.equal(await iutf8(name), 'iutf8', name);
  }
  for (const name of ['latin1', 'binary', 'ascii']) t.equal(await iutf8(name), '-iutf8', name);
});

t.test('output is decoded by any name', async (t) => {
  const printed = async (encoding: string) =>
    (await collect(spawn('printf', ['a\\303\\251'], { encoding }))).output;
  for (const name of ['utf8', 'UTF-8']) t.equal(await printed(name), 'aé', name);
  for (const name of ['latin1', 'LATIN1', 'binary']) t.equal(await printed(name), 'aÃ©', name);
  t.equal(await printed('HEX'), '61c3a9');
});

t.test('setEncoding() to the same one by another name loses no half of a character', async (t) => {
  const pty = spawn('cat', [], { termios: { raw: true, echo: false } });
  t.teardown(() => pty.kill('SIGKILL'));
  const shown = talk(pty);
  const bytes = Buffer.from('é');
  pty.write(Buffer.concat([Buffer.from('x'), bytes.subarray(0, 1)]));
  await shown.expect(/x/);
  pty.setEncoding('UTF-8' as BufferEncoding);
  pty.write(bytes.subarray(1));
  await shown.expect(/é/);
  t.equal(shown.output(), 'xé');
});
