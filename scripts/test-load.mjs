// Work for a machine on which tests run: `loop` keeps one processor busy, `disk` keeps a disk busy.
// Each goes on until its stdin ends, which it does with the process that started it.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';

const SLICE_MS = 50;
const WRITTEN_BYTES = 16 * 1024 * 1024;
const FILES = 4;

let isOver = false;
process.stdin.on('end', () => {
  isOver = true;
});
process.stdin.on('error', () => {
  isOver = true;
});
process.on('SIGTERM', () => {
  isOver = true;
});
process.stdin.resume();

async function loop() {
  while (!isOver) {
    const end = performance.now() + SLICE_MS;
    while (performance.now() < end);
    await turn();
  }
}

/** Writes files anew and has each go to the disk. */
async function disk() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'flatpty-load-'));
  const data = Buffer.alloc(WRITTEN_BYTES, 'flatpty ');
  try {
    for (let i = 0; !isOver; i = (i + 1) % FILES) {
      const fd = fs.openSync(path.join(folder, `${i}`), 'w');
      fs.writeSync(fd, data);
      fs.fsyncSync(fd);
      fs.closeSync(fd);
      await turn();
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const work = { loop, disk }[process.argv[2]];
if (!work) throw new Error('test-load.mjs loop | disk');
await work();
process.exit();
