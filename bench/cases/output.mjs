// Output: one program prints as fast as it can, and exits.
import { startClocks } from '../lib/clocks.mjs';
import { limit, program, textFile } from '../lib/paths.mjs';
import { expected } from '../lib/texts.mjs';

const MEGABYTES = { full: 200, quick: 40, smoke: 30 };

const KINDS = [
  { kind: 'blocks', cooked: false, title: '64 KB blocks, OPOST off' },
  { kind: 'lines', cooked: true, title: '100-byte lines' },
  { kind: 'log', cooked: true, title: 'UTF-8 log' },
];

export const title = 'Output';

export const metrics = [
  { key: 'mbPerS', title: 'MB/s', better: 'more' },
  { key: 'cpuPerGB', title: 'process CPU, s/GB', better: 'less' },
  { key: 'mainCpuPerGB', title: 'main-thread CPU, s/GB', better: 'less' },
  { key: 'busy', title: 'event loop busy, %', better: 'less' },
  { key: 'bytesPerEvent', title: 'bytes per data event', better: 'more' },
  { key: 'lost', title: 'bytes lost', better: 'less' },
];

export function cells(size) {
  return KINDS.flatMap(({ kind, cooked, title: what }) =>
    [false, true].map((text) => {
      const { produce, bytes, units } = expected(kind, MEGABYTES[size], cooked);
      const argv = [program('produce'), textFile(kind), `${produce}`, ...(cooked ? [] : ['raw'])];
      return {
        id: `${kind}-${text ? 'string' : 'buffer'}`,
        title: `${what} → ${text ? 'string' : 'Buffer'}`,
        params: { argv, text, bytes, units },
        limit: [limit('output'), ...argv],
        limitS: 10 + MEGABYTES[size],
      };
    }),
  );
}

export async function measure(load, { argv, text, bytes, units }) {
  const driver = await load();
  const whole = text ? units : bytes;
  let arrived = 0;
  let events = 0;
  let last = 0;
  const [file, ...args] = argv;
  const clocks = startClocks();
  const begun = performance.now();
  await new Promise((resolve) => {
    driver.spawn(
      file,
      args,
      text,
      (data) => {
        arrived += data.length;
        events++;
        last = performance.now();
      },
      resolve,
    );
  });
  const { cpuMs, mainCpuMs, busy, ms } = clocks();
  const came = (arrived / whole) * bytes;
  return {
    mbPerS: came / 1e3 / (last - begun),
    cpuPerGB: cpuMs / 1e3 / (came / 1e9),
    mainCpuPerGB: mainCpuMs / 1e3 / (came / 1e9),
    // Of the time in which there was output: node-pty waits idle for 200 ms at the end.
    busy: busy === undefined ? undefined : ((busy * ms) / (last - begun)) * 100,
    bytesPerEvent: came / events,
    lost: Math.round(bytes - came),
  };
}
