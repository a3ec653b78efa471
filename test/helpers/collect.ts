import { type BinaryPty, type IPtyForkOptions, type Pty, spawn } from 'flatpty';
import { whatIsHeld } from './census';
import { within } from './until';

/** What a terminal did until its exit. */
export interface Collected<T> {
  output: T;
  exitCode: number;
  signal: number | undefined;
  /** `data`, `close` and `exit` in the order in which onData, onClose and onExit told them. */
  events: string[];
}

/** How long a terminal may take to exit unless a test says otherwise, in ms. */
const PATIENCE_MS = 20_000;
/** Of the output, in an error. */
const LAST_CHARACTERS = 200;

async function gather<T>(
  pty: Omit<Pty, 'onData'>,
  events: string[],
  output: () => T,
  ms: number,
): Promise<Collected<T>> {
  pty.onClose(() => {
    events.push('close');
  });
  pty.onExit(() => {
    events.push('exit');
  });
  try {
    const { exitCode, signal } = await within(pty.exited, ms, `the exit of pid ${pty.pid}`);
    return { output: output(), exitCode, signal, events };
  } catch (error) {
    const told = `told ${events.slice(-3).join(', ') || 'nothing'}`;
    const last = `last output ${JSON.stringify(String(output()).slice(-LAST_CHARACTERS))}`;
    const held = whatIsHeld();
    pty.kill('SIGKILL');
    pty.destroy();
    throw new Error(`${(error as Error).message}: ${told}; ${last}; held: ${held}`);
  }
}

/**
 * Reads `pty` until its exit. Call it in the tick of the spawn to see every event.
 * @throws Error when that takes more than `ms`; the program is killed then.
 */
export function collect(pty: Pty, ms = PATIENCE_MS): Promise<Collected<string>> {
  const events: string[] = [];
  let output = '';
  pty.onData((data) => {
    events.push('data');
    output += data;
  });
  return gather(pty, events, () => output, ms);
}

/** As collect, for a terminal with `encoding: null`. */
export function collectBytes(pty: BinaryPty, ms = PATIENCE_MS): Promise<Collected<Buffer>> {
  const events: string[] = [];
  const chunks: Buffer[] = [];
  pty.onData((data) => {
    events.push('data');
    chunks.push(data);
  });
  return gather(pty as unknown as Omit<Pty, 'onData'>, events, () => Buffer.concat(chunks), ms);
}

/** Runs a program to its exit. */
export function run(
  file: string,
  args: string[] = [],
  options: IPtyForkOptions = {},
): Promise<Collected<string>> {
  return collect(spawn(file, args, options));
}

/** Runs `script` with /bin/sh to its exit. */
export function sh(script: string, options: IPtyForkOptions = {}): Promise<Collected<string>> {
  return run('/bin/sh', ['-c', script], options);
}
