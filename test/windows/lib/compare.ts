// What flatpty or node-pty does on this Windows (or Wine), as one JSON document on stdout:
//   node compare.js LIBRARY     flatpty, or the folder of a node-pty
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import type { IPty } from 'flatpty';
import { type Census, census, settled } from './census';
import { type Options, onConsole, PROBE } from './probe';

type Spawn = (file: string, args: string[], options: Options) => IPty;

const CYCLES = 20;
const PATIENCE_MS = 20_000;
/** What xterm.js says when a console host asks for its attributes. */
const ATTRIBUTES = '\x1b[?1;2c';

const [library = 'flatpty'] = process.argv.slice(2);
const spawn: Spawn = require(library === 'flatpty' ? library : path.resolve(library)).spawn;
/** node-pty takes true alone, and its own copy of the DLL. */
const options = (): Options => {
  const chosen = onConsole();
  if (library === 'flatpty' || !('useConptyDll' in chosen)) return chosen;
  return { ...chosen, useConptyDll: true };
};

interface Session {
  output: string;
  exitCode: number | 'none';
  /** Milliseconds in spawn(), and from its call to the exit. */
  spawnMs: number;
  ms: number;
}

type Act = (term: IPty, output: () => string) => Promise<void>;

async function session(args: string[], act: Act = async () => {}): Promise<Session> {
  const begun = performance.now();
  const term = spawn(PROBE, args, { cols: 80, rows: 24, ...options() });
  const spawnMs = performance.now() - begun;
  let output = '';
  term.onData((data) => {
    output += data;
    if (data.includes('\x1b[c')) term.write(ATTRIBUTES);
  });
  const exit = new Promise<number>((resolve) => {
    term.onExit(({ exitCode }) => resolve(exitCode));
  });
  await act(term, () => stripVTControlCharacters(output));
  const exitCode = await Promise.race([exit, delay(PATIENCE_MS, 'none' as const, { ref: false })]);
  return {
    output: stripVTControlCharacters(output),
    exitCode,
    spawnMs,
    ms: performance.now() - begun,
  };
}

/** Waits until the output has `text`, then does `act`. */
const once =
  (text: string, act: (term: IPty) => void): Act =>
  async (term, output) => {
    for (let left = PATIENCE_MS; left > 0 && !output().includes(text); left -= 5) await delay(5);
    act(term);
  };

const median = (values: number[]) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
const grown = (from: Census, to: Census, what: keyof Census) => (to[what] - from[what]) / CYCLES;

async function main(): Promise<void> {
  await session(['exit', '1']);
  const typed = await session(
    ['line'],
    once('ready', (term) => term.write('héllo\r')),
  );
  const resized = await session(
    ['resize'],
    once('before', (term) => {
      try {
        term.resize(100, 40);
      } catch {
        // Wine's own console has no such call; the program then sees no new size.
      }
    }),
  );
  const lines = await session(['lines', '2000']);
  let asked = 0;
  const killed = await session(
    ['stay'],
    once('staying', (term) => {
      asked = performance.now();
      term.kill();
    }),
  );
  const killMs = performance.now() - asked;
  await delay(6000); // until what the sessions above hold is given back
  const before = census();
  const cycles: Session[] = [];
  for (let i = 0; i < CYCLES; i++) cycles.push(await session(['exit', `${i}`]));
  const after = await settled(before);
  const result = {
    library: library === 'flatpty' ? 'flatpty' : 'node-pty',
    node: process.version,
    exitCodes: cycles.filter(({ exitCode }, i) => exitCode === i).length === CYCLES,
    typedLine: typed.exitCode === 7 && typed.output.includes('got <héllo>'),
    resize: resized.output.includes('after 100x40'),
    lines: new Set(lines.output.match(/line \d{6} of many/g)).size,
    killExitCode: killed.exitCode,
    killMs: Math.round(killMs),
    spawnMs: Number(median(cycles.map(({ spawnMs }) => spawnMs)).toFixed(1)),
    exitMs: Math.round(median(cycles.map(({ ms }) => ms))),
    handles: grown(before, after, 'handles'),
    threads: grown(before, after, 'threads'),
    processes: grown(before, after, 'processes'),
  };
  process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
