import { type Pty, spawn } from 'flatpty';
import t from 'tap';
import { until } from '../helpers/until';

// Prints é as UTF-8 after each line that it reads.
const SCRIPT = "stty -echo -onlcr; printf '.'; while read x; do printf '\\303\\251'; done";

function start(encoding?: string | null): { pty: Pty; next: () => Promise<unknown> } {
  const pty = spawn('/bin/sh', ['-c', SCRIPT], { encoding } as object);
  const chunks: unknown[] = [];
  pty.onData((data) => chunks.push(data));
  let seen = 0;
  return {
    pty,
    next: async () => {
      await until(() => chunks.length > seen, 5000, `chunk ${seen}`);
      return chunks[seen++];
    },
  };
}

t.test('setEncoding() decodes what comes from then on', async (t) => {
  const { pty, next } = start();
  t.teardown(() => pty.destroy());
  t.equal(await next(), '.');
  pty.write('\r');
  t.equal(await next(), 'é');
  pty.setEncoding('latin1');
  pty.write('\r');
  t.equal(await next(), 'Ã©');
  pty.setEncoding('hex');
  pty.write('\r');
  t.equal(await next(), 'c3a9');
  pty.setEncoding('utf8');
  pty.write('\r');
  t.equal(await next(), 'é');
});

t.test('setEncoding(null) gives Buffers', async (t) => {
  const { pty, next } = start('utf8');
  t.teardown(() => pty.destroy());
  t.equal(await next(), '.');
  pty.setEncoding(null);
  pty.write('\r');
  t.strictSame(await next(), Buffer.from('é'));
});

t.test('setEncoding() on a terminal of Buffers gives strings', async (t) => {
  const { pty, next } = start(null);
  t.teardown(() => pty.destroy());
  t.strictSame(await next(), Buffer.from('.'));
  pty.setEncoding('utf8');
  pty.write('\r');
  t.equal(await next(), 'é');
});

t.test('an unknown encoding is refused and changes nothing', async (t) => {
  const { pty, next } = start('utf8');
  t.teardown(() => pty.destroy());
  t.equal(await next(), '.');
  t.throws(() => pty.setEncoding('klingon' as BufferEncoding), { code: 'ERR_UNKNOWN_ENCODING' });
  pty.write('\r');
  t.equal(await next(), 'é');
});
