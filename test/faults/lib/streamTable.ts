// Tables of faults in reading and writing a terminal.
import t from 'tap';
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
  /** What is lost, by design, and why. Default: nothing. */
  lost?: string;
}

/** A test per row. */
export function testStreams(rows: StreamRow[]): void {
  if (noShim) {
    t.test('faults', { skip: noShim }, () => {});
    return;
  }
  const runFaulty = shimFor(t);
  for (const { whens, lost, launcher = '', ...job } of rows) {
    t.test(`${job.fault}, ${job.way} ${job.bytes} bytes`, async (t) => {
      for (const when of whens) {
        const end = await runFaulty(HOST, [JSON.stringify({ ...job, when })], {
          env: { FLATPTY_LAUNCHER: launcher },
        });
        const result = answerFrom<StreamResult>(end);
        t.ok(result.hits > 0, `${when}: ${result.hits} calls were made to fail`);
        if (lost) t.not(result.difference, 'same', `${when}: ${lost}`);
        else t.equal(result.difference, 'same', `${when}: every byte is there, once, in order`);
        const isPrint = job.way === 'print';
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
      t.comment(`${job.fault}, ${whens.join(', ')}, ${job.way}: ${lost ?? 'nothing lost'}`);
    });
  }
}
