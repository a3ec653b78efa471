// Input: 20 MB, or many small pieces, typed at a program that takes it as fast as it can.
import { startClocks } from '../lib/clocks.mjs';
import { limit, program } from '../lib/paths.mjs';
import { startReady } from '../lib/talk.mjs';

const MB = 1024 * 1024;
const BYTES = { full: 20 * MB, quick: 20 * MB, smoke: 20 * MB };
const CHUNK = 4096;
/** Writes of SMALL bytes, as of a host that sends every key by itself. */
const SMALL_WRITES = [30_000, 100_000];
const SMALL = 3;
const LETTER = 'a';

export const title = 'Input';

export const metrics = [
  { key: 'mbPerS', title: 'MB/s', better: 'more' },
  { key: 'writeMs', title: 'write() took in all, ms', better: 'less' },
  { key: 'cpuMs', title: 'process CPU, ms', better: 'less' },
  { key: 'wrong', title: 'wrong bytes', better: 'less' },
];

export function cells(size) {
  const megabytes = BYTES[size] / MB;
  const cell = (id, what, chunk, bytes = BYTES[size]) => ({
    id,
    title: what,
    params: { bytes, chunk },
    limit: [limit('input'), `${bytes}`, `${chunk}`, program('sink')],
    limitS: 30,
  });
  return [
    cell('once', `${megabytes} MB in one write`, BYTES[size]),
    cell('chunks', `${megabytes} MB in 4 KB writes`, CHUNK),
    ...SMALL_WRITES.map((count) =>
      cell(`small-${count}`, `${count} writes of ${SMALL} bytes`, SMALL, SMALL * count),
    ),
  ];
}

export async function measure(load, { bytes, chunk }) {
  const driver = await load();
  // Not repeat(), whose result is put together by its first reader, which would be write().
  const text = Buffer.alloc(chunk, LETTER).toString('latin1');
  let said = '';
  let done;
  const all = new Promise((resolve) => {
    done = resolve;
  });
  const terminal = await startReady(driver, program('sink'), [`${bytes}`], (data) => {
    said += data;
    if (said.includes('\n')) done();
  });
  const clocks = startClocks();
  for (let written = 0; written < bytes; written += chunk) terminal.write(text);
  const writeMs = clocks().ms;
  await all;
  const { ms, cpuMs } = clocks();
  terminal.kill();
  const sum = (bytes * LETTER.charCodeAt(0)) % 2 ** 32;
  return {
    mbPerS: bytes / 1e3 / ms,
    writeMs,
    cpuMs,
    wrong: said.includes(`DONE ${sum}`) ? 0 : 1,
  };
}
