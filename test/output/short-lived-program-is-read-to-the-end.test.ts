// timeout: 180 s
import t from 'tap';
import { run } from '../helpers/collect';
import { difference, numbered } from '../helpers/numbered';
import { scaled } from '../helpers/scale';

// node-pty#85: the tail was missing in about half of the runs; one read of a master is 4095 bytes.
const BYTES = 20_480;
const RUNS = scaled(500, 150);
const AT_ONCE = 25;
const { file, args, expected } = numbered(BYTES);

async function faultOf(i: number): Promise<string[]> {
  const { output, exitCode } = await run(file, args);
  const faults: string[] = [];
  if (output !== expected) faults.push(`run ${i}: ${difference(output, expected)}`);
  if (exitCode !== 0) faults.push(`run ${i}: exit code ${exitCode}`);
  return faults;
}

t.test('20 KB printed by a program that exits at once arrive in every run', async (t) => {
  const faults: string[] = [];
  for (let i = 0; i < RUNS; i++) faults.push(...(await faultOf(i)));
  t.strictSame(faults, [], `${RUNS} of ${RUNS} runs are complete`);
});

// With more programs than processors the kernel is late to hand output over, and says EIO before.
t.test('also when 25 of them run at once', async (t) => {
  const faults: string[] = [];
  for (let i = 0; i < RUNS; i += AT_ONCE) {
    const batch = Array.from({ length: AT_ONCE }, (_, at) => faultOf(i + at));
    faults.push(...(await Promise.all(batch)).flat());
  }
  t.strictSame(faults, [], `${RUNS} of ${RUNS} runs are complete`);
});
