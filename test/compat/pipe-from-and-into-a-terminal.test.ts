import { PassThrough } from 'node:stream';
import { until } from '../helpers/until';
import { kill } from './facts/run';
import { withEach, withFlatpty } from './libraries';

withEach('pipe(destination) returns it and passes on the output', async (t, { spawn }) => {
  const pty = spawn('cat');
  const sink = new PassThrough();
  let output = '';
  sink.on('data', (data) => {
    output += data;
  });
  t.equal(pty.pipe(sink), sink);
  pty.write('x\r');
  await until(() => /x\r\nx\r\n/.test(output), 5000, 'the output');
  await kill(pty);
});

withFlatpty(
  'source.pipe(terminal) types, and the end of the source ends nothing',
  async (t, { spawn }) => {
    const pty = spawn('cat');
    let output = '';
    pty.onData((data) => {
      output += data;
    });
    const keyboard = new PassThrough();
    keyboard.pipe(pty as never);
    keyboard.end('one\r');
    await until(() => /one\r\none\r\n/.test(output), 5000, 'what the source typed');
    pty.write('two\r');
    await until(() => /two\r\ntwo\r\n/.test(output), 5000, 'what is typed by hand');
    t.pass();
    await kill(pty);
  },
);
