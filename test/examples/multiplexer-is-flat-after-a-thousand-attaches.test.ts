// timeout: 120 s
import t from 'tap';
import { Client, startHost } from '../helpers/multiplexer';
import { holdingsAtRest, holdingsOf, residentMb } from '../helpers/serverProcess';
import { until } from '../helpers/until';

const SESSIONS = 50;
const CYCLES = 1000;
/** Clients at once. */
const WIDTH = 10;

t.test('50 sessions, 1,000 times a client comes and goes', async (t) => {
  const host = await startHost(t, ['cat']);
  const sockets = () =>
    holdingsOf(host.pid).descriptors.filter((target) => target === 'socket').length;
  const unconnected = sockets();
  // A client's own socket is closed before the host's is.
  const allLeft = () =>
    until(() => sockets() === unconnected, 20_000, 'the end of all connections');
  async function cycle(i: number): Promise<void> {
    const client = await Client.connect(host);
    client.attach(`session ${i % SESSIONS}`, 80 + (i % 7), 24);
    client.type(`[${i}]\n`);
    await client.expect(new RegExp(`\\[${i}\\]\\r\\n\\[${i}\\]\\r\\n`)); // the echo, and cat's
    await client.leave();
  }
  async function cycles(from: number, to: number): Promise<void> {
    let next = from;
    const worker = async () => {
      while (next < to) await cycle(next++);
    };
    await Promise.all(Array.from({ length: WIDTH }, worker));
  }

  await cycles(0, 2 * SESSIONS);
  await allLeft();
  const before = await holdingsAtRest(host.pid);
  t.equal(before.children.length, SESSIONS);
  const memory = residentMb(host.pid);
  await cycles(2 * SESSIONS, CYCLES);

  await allLeft();
  t.strictSame(await holdingsAtRest(host.pid), before);
  const grown = residentMb(host.pid) - memory;
  t.ok(grown < memory, `memory: ${memory.toFixed(0)} MB before, ${grown.toFixed(1)} MB more after`);
});
