// System calls of one process, counted by strace: of its threads, and of its children until they exec.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** Whether strace is there and allowed to trace. */
export function straceWorks() {
  return spawnSync('strace', ['-qq', '-o', os.devNull, 'true']).status === 0;
}

const callOf = (line) => line.match(/^(\w+)\(/)?.[1];
const STARTS_TASK = new Set(['clone', 'clone3', 'fork', 'vfork']);

function add(counts, name) {
  counts[name] = (counts[name] ?? 0) + 1;
}

/**
 * Runs `work` with the prefix of a command that is to be traced.
 * @param {(wrapper: string[]) => Promise<object>} work
 * @returns {Promise<{result: object, process: object, children: object}>} counts by call
 */
export async function countCalls(work) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'flatpty-strace-'));
  try {
    const result = await work(['strace', '-ff', '-qq', '-o', path.join(folder, 'calls')]);
    return { result, ...readTraces(folder) };
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function readTraces(folder) {
  const lines = new Map();
  for (const name of fs.readdirSync(folder)) {
    const text = fs.readFileSync(path.join(folder, name), 'utf8');
    lines.set(Number(name.split('.').pop()), text.split('\n'));
  }
  const process = {};
  const children = {};
  // The command itself is the task that strace started first: the lowest number, for pids do not
  // wrap in so short a time, and if they do, the counts are visibly wrong.
  const threads = [Math.min(...lines.keys())];
  for (const tid of threads) {
    for (const line of lines.get(tid) ?? []) {
      const call = callOf(line);
      if (call === undefined) continue;
      add(process, call);
      if (!STARTS_TASK.has(call)) continue;
      const task = Number(line.match(/= (\d+)$/)?.[1]);
      if (line.includes('CLONE_THREAD')) threads.push(task);
      else countUntilExec(lines.get(task) ?? [], children);
    }
  }
  return { process, children };
}

function countUntilExec(lines, counts) {
  for (const line of lines) {
    const call = callOf(line);
    if (call === undefined) continue;
    add(counts, call);
    if (call === 'execve' && / = 0$/.test(line)) return;
  }
}
