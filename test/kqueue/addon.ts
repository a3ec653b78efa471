// To be imported before 'flatpty': on Linux this process then has the addon with macOS's poller and
// macOS's launcher. On a Mac that is the addon as it is, so that what needs no script runs there too.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { kqueueAddon } from '../native/kqueueAddon';

/** Whether XNU's kqueue is played by test/native/kqueue_on_epoll, which can be told what to do. */
export const EMULATED = process.platform === 'linux';

/** Where the emulation writes down what it was asked and what it told. */
export const TRACE = EMULATED ? traceFile() : '';

function traceFile(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'flatpty-kqueue-'));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
  return path.join(folder, 'trace');
}

if (EMULATED) {
  process.env.FLATPTY_ADDON = kqueueAddon();
  process.env.FLATPTY_KQUEUE_TRACE = TRACE;
}
process.env.FLATPTY_LAUNCHER ||= 'posix_spawn';
