import { open } from 'flatpty';
import t from 'tap';
import { countByClass } from '#lib/cli/census';
import { residueOf, takeCensus } from '../helpers/census';
import { until } from '../helpers/until';

const COUNT = 100;

const ends = () => {
  const { ptmx, pts } = countByClass(takeCensus().fds);
  return { ptmx, pts };
};

// The I/O thread may be inside a read of the descriptor; it goes when that returns.
const allClosed = () => until(() => ends().ptmx + ends().pts === 0, 5000, 'both ends to be closed');

t.test('100 pairs of open(), used and destroyed', async (t) => {
  const residue = await residueOf(async () => {
    const pairs = Array.from({ length: COUNT }, () => open());
    t.strictSame(ends(), { ptmx: COUNT, pts: COUNT }, 'two descriptors each');
    const heard = pairs.map((pair) => new Promise((resolve) => pair.onData(resolve)));
    for (const { slave } of pairs) slave.write('hello');
    t.strictSame(await Promise.all(heard), Array(COUNT).fill('hello'));
    for (const pair of pairs) pair.destroy();
    await allClosed();
  });
  t.strictSame(residue, []);
});

t.test('the slave destroyed before the master', async (t) => {
  const residue = await residueOf(async () => {
    const pair = open();
    pair.slave.destroy();
    await until(() => ends().pts === 0, 5000, 'the slave to be closed');
    t.strictSame(ends(), { ptmx: 1, pts: 0 }, 'the master stays');
    pair.master.destroy();
    await allClosed();
  });
  t.strictSame(residue, []);
});

t.test('a pair whose master hangs up closes its slave by itself', async (t) => {
  const residue = await residueOf(async () => {
    const { master, slave } = open();
    const closed = new Promise((resolve) => slave.once('close', resolve));
    slave.resume();
    master.destroy();
    await closed;
    t.equal(slave.destroyed, true);
  });
  t.strictSame(residue, []);
});
