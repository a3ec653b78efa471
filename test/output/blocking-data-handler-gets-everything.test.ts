// timeout: 120 s
import { spawn } from 'flatpty';
import t from 'tap';
import { block } from '../helpers/block';
import { collect } from '../helpers/collect';
import { difference, numbered } from '../helpers/numbered';
import { scaled } from '../helpers/scale';

// node-pty destroys the stream 200 ms after the exit, read or not: here that cut 20 runs of 20.
const HANDLER_MS = 60;

async function faultsOf(runs: number, bytes: number): Promise<string[]> {
  const { file, args, expected } = numbered(bytes);
  const faults: string[] = [];
  for (let i = 0; i < runs; i++) {
    const pty = spawn(file, args);
    pty.onData(() => block(HANDLER_MS));
    const { output, events } = await collect(pty);
    if (output !== expected) faults.push(`run ${i}: ${difference(output, expected)}`);
    if (events.at(-1) !== 'exit') faults.push(`run ${i}: ${events.at(-1)} after exit`);
  }
  return faults;
}

t.test('a handler that blocks 60 ms per chunk gets all of 20 KB, then exit', async (t) => {
  t.strictSame(await faultsOf(scaled(80, 10), 20_480), []);
});

t.test('and all of 1 MB, for which it needs longer than a dead child is waited for', async (t) => {
  t.strictSame(await faultsOf(scaled(3, 1), 1_000_000), []);
});
