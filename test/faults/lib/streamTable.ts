// Tables of faults in reading and writing a terminal.
import t, { type Test } from 'tap';
import type { When } from './job';
import { answerFrom, noShim, shimFor } from './shim';
import type { StreamJob, StreamResult } from './streamJob';

const HOST = require.resolve('./streamHost');

export interface StreamRow {
  fault: string;
  whens: When[];
  way: StreamJob['way'];
  bytes: number;
  /** Default: the platform's. */
  launcher?: string;
  /** Whether it takes a host of its own: what one terminal has allocated the next one reuses. */
  fresh?: boolean;
  /** What is lost, by design, and why. Default: nothing. */
  lost?: string;
}

const jobsOf = ({ whens, lost, fresh, launcher = '', ...job }: StreamRow): StreamJob[] =>
  whens.map((when) => ({ ...job, launcher, when, lost: lost !== undefined }));

function check(t: Test, { way, lost }: StreamRow, { when }: StreamJob, result: StreamResult): void {
  t.ok(result.hits > 0, `${when}: ${result.hits} calls were made to fail`);
  if (lost) t.not(result.difference, 'same', `${when}: ${lost}`);
  else t.equal(result.difference, 'same', `${when}: every byte is there, once, in order`);
  const isPrint = way === 'print';
  const { exitCode, signal, after } = result;
  t.strictSame(
    { exitCode, signal, after },
    isPrint
      ? { exitCode: 0, signal: 0, after: undefined }
      : { exitCode: 0, signal: 9, after: true },
    `${when}: the exit is told${isPrint ? '' : ', and the terminal still works'}`,
  );
  t.strictSame(result.events.slice(-2), ['close', 'exit'], `${when}: in this order, once`);
  t.strictSame(result.residue, [], `${when}: nothing is kept`);
}

/** A test per row; most of them in one host, unless that dies: then each in one of its own. */
export function testStreams(rows: StreamRow[]): void {
  if (noShim) {
    t.test('faults', { skip: noShim }, () => {});
    return;
  }
  const runFaulty = shimFor(t);
  const run = async (jobs: StreamJob[]) =>
    answerFrom<StreamResult[]>(await runFaulty(HOST, [JSON.stringify(jobs)]));
  const all = rows.filter(({ fresh }) => !fresh).flatMap(jobsOf);
  let shared: Promise<StreamResult[] | undefined> | undefined;
  let place = 0;
  for (const row of rows) {
    const jobs = jobsOf(row);
    const from = place;
    if (!row.fresh) place += jobs.length;
    t.test(`${row.fault}, ${row.way} ${row.bytes} bytes`, async (t) => {
      if (!row.fresh) shared ??= run(all).catch(() => undefined);
      const together = row.fresh ? undefined : await shared;
      const results = together?.slice(from, from + jobs.length) ?? (await run(jobs));
      for (const [i, job] of jobs.entries()) check(t, row, job, results[i] as StreamResult);
      const whens = row.whens.join(', ');
      t.comment(`${row.fault}, ${whens}, ${row.way}: ${row.lost ?? 'nothing lost'}`);
    });
  }
}
