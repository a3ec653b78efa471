import { type IPtyForkOptions, open, spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) {
    if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  }
  return Object.freeze(value) as T;
}

const ALL: IPtyForkOptions = {
  name: 'xterm-256color',
  cols: 90,
  rows: 20,
  cwd: '/',
  env: { PATH: process.env.PATH, A: '1', TERM: 'of-env', PWD: 'of-env', TMUX: 'x' },
  encoding: 'utf8',
  handleFlowControl: true,
  flowControlPause: 'PAUSE',
  flowControlResume: 'RESUME',
  spawnErrors: 'exit',
  killSignal: 'SIGTERM',
  argv0: '-sh',
  pixelSize: { width: 1, height: 2 },
  termios: { raw: false, echo: true },
};

/** Reports every change to `target` and to the objects in it, and counts the reads. */
function watched<T extends object>(target: T, told: string[], reads: Map<string, number>): T {
  const refuse = (what: string) => (_: object, key?: unknown) => {
    told.push(`${what} ${String(key)}`);
    return true;
  };
  return new Proxy<T>(target, {
    get(from, key, receiver) {
      reads.set(String(key), (reads.get(String(key)) ?? 0) + 1);
      const value = Reflect.get(from, key, receiver);
      return typeof value === 'object' && value !== null ? watched(value, told, new Map()) : value;
    },
    set: refuse('set'),
    deleteProperty: refuse('delete'),
    defineProperty: refuse('define'),
    setPrototypeOf: refuse('setPrototypeOf'),
    preventExtensions: refuse('preventExtensions'),
  });
}

t.test('frozen options, env and args', async (t) => {
  const args = deepFreeze(['-c', 'echo $A']);
  const pty = spawn('sh', args, deepFreeze(structuredClone(ALL)));
  t.equal((await collect(pty)).output, '1\r\n');
  t.doesNotThrow(() => open(deepFreeze({ cols: 90, rows: 20, encoding: 'utf8' })).destroy());
});

t.test('nothing is set, deleted or defined, and each option is read at most once', async (t) => {
  const told: string[] = [];
  const reads = new Map<string, number>();
  const before = structuredClone(ALL);
  const args = ['-c', 'echo $A'];
  const pty = spawn('sh', watched(args, told, new Map()), watched(ALL, told, reads));
  t.equal((await collect(pty)).output, '1\r\n');
  t.strictSame(told, []);
  t.strictSame(ALL, before);
  t.strictSame(args, ['-c', 'echo $A']);
  const often = [...reads].filter(([, times]) => times > 1);
  t.strictSame(often, [], 'a getter that changes its mind cannot slip through');
  const unread = Object.keys(ALL).filter((key) => !reads.has(key));
  t.strictSame(unread, [], 'every option was looked at');
});

t.test('objects changed after the spawn change nothing', async (t) => {
  const options = structuredClone(ALL);
  const args = ['-c', 'read go; echo "$A $1"', 'sh', 'one'];
  const pty = spawn('sh', args, options);
  args.length = 0;
  options.cols = 1;
  (options.env as NodeJS.ProcessEnv).A = '2';
  options.flowControlPause = 'x';
  pty.write('x');
  pty.write('\r');
  t.match((await collect(pty)).output, /1 one\r\n$/);
  t.equal(pty.cols, 90);
});

t.test("options without a prototype, or with one, are read like child_process's", async (t) => {
  const bare: IPtyForkOptions = Object.assign(Object.create(null), { cols: 91 });
  const derived: IPtyForkOptions = Object.create({ cols: 92 });
  t.equal((await collect(spawn('stty', ['size'], bare))).output, '24 91\r\n');
  t.equal((await collect(spawn('stty', ['size'], derived))).output, '24 92\r\n');
});
