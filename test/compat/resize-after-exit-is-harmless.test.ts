import { kill } from './facts/run';
import { withFlatpty } from './libraries';

withFlatpty('no throw, and no other terminal changes its size', async (t, { spawn }) => {
  const pty = spawn('cat', [], { cols: 91, rows: 19 });
  await kill(pty);
  const heir = spawn('sh', ['-c', 'read go; stty size']);
  t.doesNotThrow(() => pty.resize(100, 40));
  t.doesNotThrow(() => pty.resize(100, 40, { width: 1, height: 1 }));
  t.strictSame([pty.cols, pty.rows], [91, 19]);
  const size = new Promise<string>((resolve) => {
    let output = '';
    heir.onData((data) => {
      output += data;
      const found = /\d+ \d+/.exec(output)?.[0];
      if (found) resolve(found);
    });
  });
  heir.write('\r');
  t.equal(await size, '24 80');
});
