import { open, spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';

class Defaults {
  get cols() {
    return 91;
  }
  rows = 19;
  termios = Object.create({ echo: false });
}

const bare = Object.assign(Object.create(null), { cols: 91, rows: 19, termios: { echo: false } });

const KINDS: Record<string, object> = {
  'Object.create(defaults)': Object.create({ cols: 91, rows: 19, termios: { echo: false } }),
  'a class with a getter': new Defaults(),
  'a subclass': new (class extends Defaults {})(),
  'an object without a prototype': bare,
  'defaults without a prototype': Object.create(bare),
};

for (const [kind, options] of Object.entries(KINDS)) {
  t.test(kind, async (t) => {
    const { output } = await collect(
      spawn('sh', ['-c', 'stty size; stty -a | grep -o ".echo "'], options),
    );
    t.equal(output, '19 91\r\n-echo \r\n');
    const pair = open(options);
    t.strictSame([pair.cols, pair.rows], [91, 19]);
    pair.destroy();
  });
}

t.test('a caller’s own cols counts, also where the prototype is polluted with one', async (t) => {
  Object.defineProperty(Object.prototype, 'cols', { value: 33, configurable: true });
  t.teardown(() => Reflect.deleteProperty(Object.prototype, 'cols'));
  const pty = spawn('true', [], new Defaults());
  t.equal(pty.cols, 91);
  await pty.exited;
});
