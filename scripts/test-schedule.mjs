// In which order test files run, and which beside each other.
import fs from 'node:fs';
import path from 'node:path';
import { demandsOf, root } from './test-files.mjs';

const RECORD = path.join(root, '.test-build/durations.json');

/** How long each file took when it last ran here, in ms, by name; empty in a fresh clone. */
export function readDurations() {
  try {
    return JSON.parse(fs.readFileSync(RECORD, 'utf8'));
  } catch {
    return {};
  }
}

export function recordDurations(results) {
  const now = Object.fromEntries(results.map(({ file, ms }) => [file, Math.round(ms)]));
  fs.writeFileSync(RECORD, JSON.stringify({ ...readDurations(), ...now }, null, 1));
}

/**
 * Runs `files`, `jobs` at a time, then those that run alone, one after the other. The longest come
 * first, as they were last time; where that is not known, those that ask for more time come first.
 * @param {(file: string) => Promise<void>} run never rejects
 */
export async function runAll(files, jobs, run) {
  const known = readDurations();
  const weight = (file) => known[file] ?? demandsOf(file).seconds * 10;
  const byWeight = [...files].sort((a, b) => weight(b) - weight(a));
  const alone = byWeight.filter((file) => demandsOf(file).alone);
  const beside = byWeight.filter((file) => !demandsOf(file).alone);
  const worker = async () => {
    for (let file = beside.shift(); file; file = beside.shift()) await run(file);
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  for (const file of alone) await run(file);
}

/** Tells how far a run of `files` is, by what they took last time. */
export class Progress {
  #begun = performance.now();
  #left;
  #finished = [];
  #weights;
  #typical;

  constructor(files) {
    this.#left = new Set(files);
    this.#weights = readDurations();
    const times = Object.values(this.#weights).sort((a, b) => a - b);
    this.#typical = times[Math.floor(times.length / 2)] ?? 1000;
  }

  /** Takes `file` off the list. @returns e.g. `12/250, 130 s left` */
  after(file) {
    this.#left.delete(file);
    this.#finished.push(file);
    const took = performance.now() - this.#begun;
    const seconds = (took / 1000 / this.#weigh(this.#finished)) * this.#weigh(this.#left);
    const all = this.#left.size + this.#finished.length;
    return `${this.#finished.length}/${all}, ${Math.ceil(seconds)} s left`;
  }

  #weigh(files) {
    let sum = 0;
    for (const file of files) sum += this.#weights[file] ?? this.#typical;
    return sum;
  }
}
