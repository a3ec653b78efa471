// Runs under the shim. Does what argument 1 names to a terminal, while the rules of argument 2 fail
// as argument 3 says, and once more when nothing does. Argument 4 names the program that runs there; the
// file of argument 5 gets the answer.
import { writeFileSync } from 'node:fs';
import { type Pty, spawn } from 'flatpty';
import { settledCensus } from '../../helpers/census';
import { collect } from '../../helpers/collect';
import { isAlive } from '../../helpers/processes';
import { arm, hits } from './arm';
import { type ErrorFacts, facts } from './job';
import { ownResidue } from './residue';

/** To see whether a program ends, in ms. */
const PATIENCE_MS = 6_000;

interface Attempt {
  error?: ErrorFacts;
  cols: number;
  rows: number;
  alive: boolean;
}

export interface Control {
  pid: number;
  hits: number;
  faulty: Attempt;
  healed: Attempt;
  exit: { exitCode: number; signal?: number };
  residue: string[];
}

const ACTIONS: Record<string, (pty: Pty) => unknown> = {
  resize: (pty) => pty.resize(132, 43),
  kill: (pty) => pty.kill('SIGKILL'),
  killTree: (pty) => pty.killTree({ signal: 'SIGKILL', graceMs: 100 }),
};

/**
 * What the action is done to. `sleep` does not read, so that its terminal's closing ends it by SIGHUP
 * and never by EIO, which can come first (pty_close in drivers/tty/pty.c). `deaf` outlives the closing
 * of its terminal, once it is ready.
 */
const PROGRAMS: Record<string, string[]> = {
  cat: ['cat'],
  sleep: ['sleep', '60'],
  deaf: ['sh', '-c', 'trap "" HUP; echo ready; exec sleep 60'],
};

const [, , action = '', fault = '', when = '', program = '', answerFile = ''] = process.argv;

async function attempt(pty: Pty): Promise<Attempt> {
  let error: ErrorFacts | undefined;
  try {
    await ACTIONS[action]?.(pty);
  } catch (thrown) {
    error = facts(thrown as ErrorFacts);
  }
  return { error, cols: pty.cols, rows: pty.rows, alive: isAlive(pty.pid) };
}

async function main(): Promise<void> {
  await collect(spawn('/bin/true'));
  const before = await settledCensus();
  const [file = '', ...args] = PROGRAMS[program] ?? [];
  const pty = spawn(file, args);
  const ended = collect(pty, 3 * PATIENCE_MS);
  if (program === 'deaf') await pty.waitFor('ready');
  arm(fault, when);
  const faulty = await attempt(pty);
  const made = hits();
  arm();
  const healed = await attempt(pty);
  pty.kill('SIGKILL');
  const { exitCode, signal } = await ended;
  const answer: Control = {
    pid: pty.pid,
    hits: made,
    faulty,
    healed,
    exit: { exitCode, signal },
    residue: await ownResidue(before),
  };
  writeFileSync(answerFile, JSON.stringify(answer));
}

void main();
