import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import t from 'tap';
import { start } from '../../helpers/anyProgram';

const numbersIn = (output: string) =>
  [...stripVTControlCharacters(output).matchAll(/line (\d{6}) of many/g)].map((match) =>
    Number(match[1]),
  );
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

t.test('for await', async (t) => {
  const pty = start('lines', '500');
  let output = '';
  for await (const chunk of pty) output += chunk;
  t.strictSame(numbersIn(output), upTo(500));
  t.match(await pty.exited, { exitCode: 3 });
});

t.test('a loop that takes its time', async (t) => {
  let output = '';
  for await (const chunk of start('lines', '200')) {
    output += chunk;
    await delay(20);
  }
  t.strictSame(numbersIn(output), upTo(200));
});

t.test('a stream that is piped', async (t) => {
  let output = '';
  for await (const chunk of start('lines', '200').stream) output += chunk;
  t.strictSame(numbersIn(output), upTo(200));
});

t.test('Buffers on request', async (t) => {
  const pty = start('lines', '100', { encoding: null });
  const chunks: Buffer[] = [];
  for await (const chunk of pty as unknown as AsyncIterable<Buffer>) chunks.push(chunk);
  t.ok(chunks.every((chunk) => Buffer.isBuffer(chunk)));
  t.strictSame(numbersIn(Buffer.concat(chunks).toString()), upTo(100));
});
