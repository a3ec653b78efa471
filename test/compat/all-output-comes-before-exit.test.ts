import { withFlatpty } from './libraries';

// VS Code waits 250 ms after the exit for what may still come (node-pty#72). Here nothing does.
withFlatpty('twenty programs that print 20 KB and end', async (t, { spawn }) => {
  for (let i = 0; i < 20; i++) {
    const pty = spawn('sh', ['-c', 'head -c 20000 /dev/zero | tr "\\0" x']);
    let length = 0;
    let atExit = -1;
    pty.onData((data) => {
      length += data.length;
    });
    const closed = new Promise<void>((resolve) => {
      pty.onExit(() => {
        atExit = length;
        resolve();
      });
    });
    await closed;
    t.equal(atExit, 20_000);
  }
});
