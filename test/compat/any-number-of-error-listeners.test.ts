import { kill } from './facts/run';
import { withEach } from './libraries';

// tui-test adds two that do nothing, because of older node-ptys.
for (const count of [1, 2, 3]) {
  withEach(`${count}: an error of the stream is told, not thrown`, async (t, { spawn }) => {
    const pty = spawn('cat');
    let calls = 0;
    for (let i = 0; i < count; i++) {
      pty.on('error', () => {
        calls++;
      });
    }
    t.doesNotThrow(() => pty._socket.emit('error', new Error('made up')));
    t.equal(calls, count);
    await kill(pty);
  });
}

withEach('none: it is thrown', async (t, { spawn }) => {
  const pty = spawn('cat');
  t.throws(() => pty._socket.emit('error', new Error('made up')), { message: 'made up' });
  await kill(pty);
});
