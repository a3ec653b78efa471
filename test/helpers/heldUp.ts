// A program whose exec does not come to an end until it is told to: a lease on its file stands for a virus
// scanner or a cold file server. Linux only.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync } from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { folder } from './folder';
import { until } from './until';

const PATIENCE_MS = 20_000;
const script = path.join(__dirname, '../../test/fixtures/lease.py');

export interface HeldUp {
  /** The program, in a folder that anybody may enter. */
  file: string;
  release(): void;
  /** Whether the exec has begun. */
  met(): boolean;
}

/** A copy of `program` whose exec waits for release(). */
export async function heldUpProgram(t: Test, program: string): Promise<HeldUp> {
  const place = folder(t);
  chmodSync(place, 0o755);
  const file = path.join(place, 'program');
  copyFileSync(program, file);
  chmodSync(file, 0o755);
  const holder: ChildProcess = spawn('python3', [script, file]);
  const end = once(holder, 'close'); // it ends by itself after the release
  let said = '';
  holder.stdout?.on('data', (text) => {
    said += text;
  });
  t.teardown(() => {
    holder.kill('SIGKILL');
    return end;
  });
  await until(() => said.includes('leased'), PATIENCE_MS, 'the lease');
  return {
    file,
    release: () => void holder.stdin?.write('\n'),
    met: () => said.includes('held up'),
  };
}
