import t from 'tap';
import { watchAny } from '../../helpers/anyProgram';

t.test('strings and bytes, with callbacks', async (t) => {
  const program = watchAny('answers');
  await program.seen('ready');
  const order: number[] = [];
  const written = [
    new Promise<void>((resolve) => {
      program.pty.write('text\r', () => resolve(void order.push(1)));
    }),
    new Promise<void>((resolve) => {
      program.pty.write(Buffer.from('bytes\r'), () => resolve(void order.push(2)));
    }),
  ];
  await Promise.all(written);
  t.strictSame(order, [1, 2]);
  await program.seen('got <text>');
  await program.seen('got <bytes>');
  t.equal(program.pty.writableLength, 0);
  program.pty.write('quit\r');
  t.match(await program.ended(), { exitCode: 0 });
});

t.test('through the stream', async (t) => {
  const program = watchAny('line');
  await program.seen('ready');
  program.pty.stream.write('streamed\r');
  t.match(await program.ended(), { exitCode: 7, output: /got <streamed>/ });
});
