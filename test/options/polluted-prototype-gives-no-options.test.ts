import { runInNewContext } from 'node:vm';
import { type IPtyForkOptions, open, spawn } from 'flatpty';
import t, { type Test } from 'tap';
import { collect } from '../helpers/collect';

/** Every option, each with a value that shows or is refused. */
const POLLUTION: Record<string, unknown> = {
  name: 'polluted',
  cols: 33,
  rows: 11,
  cwd: '/',
  env: { POLLUTED: '1' },
  encoding: 'hex',
  handleFlowControl: true,
  flowControlPause: 'p',
  flowControlResume: 'q',
  spawnErrors: 'polluted',
  signal: 5,
  killSignal: 'SIGNONE',
  argv0: 'polluted',
  pixelSize: { width: 1, height: 1 },
  uid: 65534,
  gid: 65534,
  groups: [65534],
  termios: { raw: true, echo: false },
  raw: true,
  echo: false,
  graceMs: 'polluted',
};

function pollute(t: Test, prototype: object): () => void {
  const names = Object.keys(POLLUTION);
  const clean = () => {
    for (const name of names) Reflect.deleteProperty(prototype, name);
  };
  t.teardown(clean);
  for (const name of names) {
    Object.defineProperty(prototype, name, {
      value: POLLUTION[name],
      configurable: true,
      writable: true,
    });
  }
  return clean;
}

const SCRIPT =
  'echo $0; pwd -P; stty size; id -u; stty -a | grep -o ".echo "; echo $POLLUTED.$TERM';
const ARGS = ['-c', SCRIPT];

for (const realm of ['this realm', 'another realm'] as const) {
  t.test(`Object.prototype of ${realm}`, async (t) => {
    const options = (): IPtyForkOptions =>
      realm === 'this realm' ? { termios: {} } : runInNewContext('({ termios: {} })');
    const plain = options();
    const expected = (await collect(spawn('sh', ARGS, options()))).output;
    const clean = pollute(t, Object.getPrototypeOf(plain));
    const pty = spawn('sh', ARGS, plain);
    const pair = open(realm === 'this realm' ? {} : plain);
    const sizes = [pty.cols, pty.rows, pair.cols, pair.rows];
    const flow = pty.handleFlowControl;
    clean();
    pair.destroy();
    t.equal((await collect(pty)).output, expected);
    t.strictSame(sizes, [80, 24, 80, 24]);
    t.equal(flow, false);
  });
}

t.test('killTree()', async (t) => {
  const pty = spawn('sleep', ['60']);
  const clean = pollute(t, Object.prototype);
  const killed = pty.killTree({});
  clean();
  await killed;
  t.equal(pty.signalCode, 'SIGHUP');
});
