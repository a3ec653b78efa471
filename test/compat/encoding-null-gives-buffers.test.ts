import { until } from '../helpers/until';
import { kill } from './facts/run';
import { withEach } from './libraries';

// electerm, lvce-editor's pty-host and xterm.js' benchmarks decode by themselves.
withEach('onData and on(data) get Buffers with every byte', async (t, { spawn }) => {
  const pty = spawn('sh', ['-c', "printf '\\377\\376\\303'; read go"], { encoding: null });
  const chunks: Buffer[] = [];
  const kinds = new Set<boolean>();
  pty.onData((data: unknown) => {
    chunks.push(data as Buffer);
  });
  pty.on('data', (data: unknown) => kinds.add(Buffer.isBuffer(data)));
  await until(() => Buffer.concat(chunks).length >= 3, 5000, 'three bytes');
  t.strictSame(Buffer.concat(chunks), Buffer.from([0xff, 0xfe, 0xc3]));
  t.strictSame([...kinds], [true]);
  await kill(pty);
});
