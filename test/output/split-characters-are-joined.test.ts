import { spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';
import { othersHaveCome } from '../helpers/othersHaveCome';
import { until } from '../helpers/until';
import { written } from '../helpers/written';

// One character of each length in UTF-8, and one that needs two UTF-16 units.
for (const character of ['é', '€', '𝄞', '👩‍👩‍👧']) {
  t.test(
    `${character} comes whole, however its bytes are split over the program's writes`,
    async (t) => {
      const bytes = [...Buffer.from(character)].map((byte) => `\\${byte.toString(8)}`);
      // A line between the bytes is read, so that they cannot reach the terminal together.
      const script = `stty -echo; ${bytes.map((byte) => `printf '${byte}'; read x`).join('; ')}; echo`;
      const pty = spawn('/bin/sh', ['-c', script], { termios: { echo: false } });
      const result = collect(pty);
      for (const at of bytes.keys()) {
        await until(() => written(pty.pid) > at, 5000, 'the next byte');
        // Half a character gives no event to wait for: so that it is read by itself.
        await othersHaveCome();
        pty.write('\r');
      }
      const { output } = await result;
      t.equal(output, `${character}\r\n`);
    },
  );
}

t.test('no listener sees half a character', async (t) => {
  const pty = spawn('/bin/sh', ['-c', "stty -echo; printf 'a\\303'; read x; printf '\\251b'"]);
  const chunks: string[] = [];
  pty.onData((data) => chunks.push(data));
  await until(() => chunks.length > 0, 5000, 'the first part');
  t.strictSame(chunks, ['a']);
  pty.write('\r');
  await pty.exited;
  t.strictSame(chunks.join(''), 'aéb');
});

t.test('characters at every offset of a long output', async (t) => {
  const line = '€'.repeat(20_000);
  const { output } = await collect(
    spawn(
      '/bin/sh',
      ['-c', 'printf x; for i in 1 2 3 4 5 6 7 8 9 10; do printf %s "$LINE"; done'],
      {
        env: { PATH: process.env.PATH, LINE: line },
      },
    ),
  );
  t.ok(output === `x${line.repeat(10)}`, `${output.length} characters, none broken`);
});
