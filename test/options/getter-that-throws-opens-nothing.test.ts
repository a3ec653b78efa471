import { open, spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';
import { openDescriptors } from '../helpers/refused';

const OPTIONS = [
  ...['name', 'cols', 'rows', 'cwd', 'env', 'encoding', 'uid', 'gid', 'groups', 'argv0'],
  ...['pixelSize', 'termios', 'signal', 'killSignal', 'handleFlowControl'],
  ...['flowControlPause', 'flowControlResume', 'spawnErrors'],
];

class Thrown extends Error {}

/** An object whose `name` throws when it is read. */
function trap(name: string): object {
  return {
    get [name]() {
      throw new Thrown(name);
    },
  };
}

t.before(() => collect(spawn('/bin/true')));

t.test('the error is the getter’s, and no descriptor is left', async (t) => {
  const before = openDescriptors();
  for (const name of OPTIONS) {
    t.throws(() => spawn('/bin/true', [], trap(name)), new Thrown(name), name);
  }
  t.throws(
    () => spawn('/bin/true', [], { env: trap('A') as NodeJS.ProcessEnv }),
    new Thrown('A'),
    'in env',
  );
  const pixelSize = trap('width') as { width: number; height: number };
  t.throws(() => spawn('/bin/true', [], { pixelSize }), new Thrown('width'), 'in pixelSize');
  t.throws(() => spawn('/bin/true', [], { termios: trap('raw') }), new Thrown('raw'));
  const args = Object.defineProperty(['x'], 0, {
    get: () => {
      throw new Thrown('args');
    },
  });
  t.throws(() => spawn('/bin/true', args), new Thrown('args'), 'in args');
  const text = {
    toString: () => {
      throw new Thrown('text');
    },
  };
  const env = { A: text as unknown as string };
  t.throws(() => spawn('/bin/true', [], { env }), new Thrown('text'), 'in a value of env');
  for (const name of ['cols', 'rows', 'encoding']) {
    t.throws(() => open(trap(name)), new Thrown(name), `open, ${name}`);
  }
  t.strictSame(openDescriptors(), before);
});

t.test('spawn works after that', async (t) => {
  t.equal((await collect(spawn('sh', ['-c', 'exit 7']))).exitCode, 7);
});
