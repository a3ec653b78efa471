import { kill, listen } from './facts/run';
import { type AnyPty, withEach } from './libraries';

const SCRIPT = 'stty -echo -icanon min 1; echo ready; od -An -v -w1 -tx1';

/** Whether _socket is paused after each write. */
async function pauses(pty: AnyPty, strings: string[]): Promise<boolean[]> {
  await listen(pty).has(/ready/);
  const found = strings.map((string) => {
    pty.write(string);
    return pty._socket.isPaused() as boolean;
  });
  await kill(pty);
  return found;
}

// gemini-cli passes handleFlowControl: true.
withEach('XOFF pauses, XON resumes', async (t, { spawn }) => {
  const pty = spawn('sh', ['-c', SCRIPT], { handleFlowControl: true });
  t.equal(pty.handleFlowControl, true);
  t.strictSame(await pauses(pty, ['\x13', '\x11', 'a\x13']), [true, false, false]);
});

withEach('flowControlPause and flowControlResume are other strings', async (t, { spawn }) => {
  const options = { handleFlowControl: true, flowControlPause: 'P', flowControlResume: 'R' };
  const pty = spawn('sh', ['-c', SCRIPT], options);
  t.strictSame(await pauses(pty, ['\x13', 'P', 'x', 'R']), [false, true, true, false]);
});

withEach('off by default', async (t, { spawn }) => {
  const pty = spawn('sh', ['-c', SCRIPT]);
  t.equal(pty.handleFlowControl, false);
  t.strictSame(await pauses(pty, ['\x13', '\x11']), [false, false]);
});
