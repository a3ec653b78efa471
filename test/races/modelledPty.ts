import { setTimeout as delay } from 'node:timers/promises';
import { type Pty, spawn } from 'flatpty';
import type { Random } from '#lib/cli/random';
import { difference } from '../helpers/numbered';
import { until, within } from '../helpers/until';

/** All that is ever typed: every part of it says where it stands. */
const TYPED = Array.from({ length: 120_000 }, (_, i) => `${i},`).join('');
const PATIENCE_MS = 40_000;
/** A consumer that stays paused for 200 ms is told of the exit before the rest; a timer's error less. */
const EXIT_HELD_MS = 195;

interface Program {
  file: string;
  args: string[];
  /** What it prints by itself. */
  prints: string;
  /** Then it prints what is typed, and stays. */
  echoes: boolean;
}

const countTo = (most: number) => Array.from({ length: most }, (_, i) => `${i + 1}\n`).join('');

/** A program whose output is known beforehand, on a terminal that changes nothing of it. */
export function randomProgram(random: Random): Program {
  const most = random.integer(1000, 20_000);
  return random.pick<Program>([
    { file: 'cat', args: [], prints: '', echoes: true },
    { file: 'seq', args: ['1', `${most}`], prints: countTo(most), echoes: false },
    {
      file: 'sh',
      args: ['-c', `seq 1 ${most}; exec cat`],
      prints: countTo(most),
      echoes: true,
    },
  ]);
}

/** A pty, and beside it a model that says what it may and must do. */
export class ModelledPty {
  readonly pty: Pty;
  /** Numbers of the signals that may have ended the program. */
  readonly signals = new Set<number>();
  writes = 0;
  private received = '';
  private typed = 0;
  /** When it was paused, by performance.now(); undefined while it is not. */
  private pausedSince: number | undefined;
  private destroyed = false;
  private readonly events: string[] = [];
  /** Whether it was paused for so long that exit was told although output was left. */
  private heldBack = false;
  private callbacks: number[] = [];
  private heard: { from: number; text: string; dispose(): void }[] = [];

  constructor(
    private readonly label: string,
    private readonly program: Program,
    private readonly faults: string[],
  ) {
    this.pty = spawn(program.file, program.args, { termios: { raw: true, echo: false } });
    this.pty.onData((data) => this.data(data));
    this.pty.onClose(() => this.events.push('close'));
    this.pty.on('close', () => this.events.push("on('close')"));
    this.pty.onExit(() => {
      this.heldBack = performance.now() - (this.pausedSince ?? Infinity) >= EXIT_HELD_MS;
      this.events.push('exit');
    });
    this.pty.on('exit', () => this.events.push("on('exit')"));
    this.pty.on('error', (error: Error) => this.fault(`error ${error}`));
  }

  private fault(text: string): void {
    this.faults.push(`${this.label} (${this.program.file}): ${text}`);
  }

  private data(data: string | Buffer): void {
    // All of it is ASCII, so that the encoding may change at any time.
    this.received += data.toString();
    if (this.destroyed) this.fault('data after destroy()');
    if (this.events.includes('close')) this.fault('data after close');
    else if (this.events.includes('exit') && !this.heldBack) this.fault('data after exit');
  }

  /** Whether nothing that ends the program was done yet. */
  get untouched(): boolean {
    return this.signals.size === 0;
  }

  write(size: number, asBytes: boolean, withCallback: boolean): void {
    const text = TYPED.slice(this.typed, this.typed + size);
    const data = asBytes ? Buffer.from(text) : text;
    if (withCallback) {
      const index = this.callbacks.push(0) - 1;
      this.pty.write(data, () => {
        this.callbacks[index] = (this.callbacks[index] ?? 0) + 1;
      });
    } else {
      this.pty.write(data);
    }
    this.writes += 1;
    this.typed += text.length;
  }

  /** What is written later is typed none the less, as in node-pty. */
  end(): void {
    this.pty.end();
  }

  pause(): void {
    // Taken before: what comes between the two must not make the pause look shorter than it is.
    this.pausedSince ??= performance.now();
    this.pty.pause();
  }

  resume(): void {
    this.pty.resume();
    this.pausedSince = undefined;
  }

  destroy(): void {
    this.pty.destroy();
    this.destroyed = true;
    this.signals.add(1);
  }

  resize(cols: number, rows: number): void {
    const open = this.pty.fd !== -1;
    const before = [this.pty.cols, this.pty.rows];
    this.pty.resize(cols, rows);
    const expected = open ? [cols, rows] : before;
    const found = [this.pty.cols, this.pty.rows];
    // The end may come between the look at fd and the resize.
    const late = this.pty.fd === -1 && `${found}` === `${before}`;
    if (`${found}` !== `${expected}` && !late) this.fault(`size ${found} after ${cols} ${rows}`);
  }

  /** A second listener, or the end of one: it must have got the same as the first. */
  listen(random: Random): void {
    if (this.heard.length < 3 && random.chance(0.5)) {
      const ear = { from: this.received.length, text: '', dispose: () => {} };
      const { dispose } = this.pty.onData((data) => {
        ear.text += data.toString();
      });
      ear.dispose = dispose;
      this.heard.push(ear);
    } else {
      this.unlisten();
    }
  }

  private unlisten(): void {
    const ear = this.heard.shift();
    if (ear === undefined) return;
    ear.dispose();
    const same = this.received.slice(ear.from) === ear.text;
    if (!same) this.fault(`a second listener got ${ear.text.length} characters, others in part`);
  }

  look(): void {
    const { process: name, fd, foregroundPid, cwd, writableLength, pid, exitCode } = this.pty;
    const good =
      name !== '' &&
      (fd === -1 || fd > 2) &&
      (foregroundPid === undefined || foregroundPid > 1) &&
      (cwd === undefined || cwd.startsWith('/')) &&
      writableLength >= 0 &&
      pid > 1 &&
      (exitCode === null || exitCode >= 0);
    if (!good) this.fault(`${JSON.stringify({ name, fd, foregroundPid, cwd, writableLength })}`);
  }

  private get expected(): string {
    return this.program.prints + (this.program.echoes ? TYPED.slice(0, this.typed) : '');
  }

  /** Lets the program come to its end, and compares all with the model. */
  async finish(): Promise<void> {
    this.resume();
    try {
      if (this.untouched && this.program.echoes) {
        const { length } = this.expected;
        await until(() => this.received.length >= length, PATIENCE_MS, `${length} characters`);
        this.pty.kill('SIGTERM');
        this.signals.add(15);
        this.compare(true);
      }
      const exit = await within(this.pty.exited, PATIENCE_MS, 'the exit');
      await until(() => this.events.includes('close'), PATIENCE_MS, 'the close');
      // Whatever is still to come must come before the next turn but one.
      await delay(1);
      this.judge(exit);
    } catch (error) {
      this.fault(`${error}, received ${this.received.length} of ${this.expected.length}`);
      this.pty.kill('SIGKILL');
      this.pty.destroy();
    }
  }

  private compare(complete: boolean): void {
    const expected = complete ? this.expected : this.expected.slice(0, this.received.length);
    if (this.received !== expected) this.fault(difference(this.received, expected));
  }

  private judge({ exitCode, signal }: { exitCode: number; signal?: number | undefined }): void {
    this.compare(this.untouched);
    const bySignal = signal !== undefined && this.signals.has(signal) && exitCode === 0;
    const byItself = !signal && exitCode === 0 && !this.program.echoes;
    if (!bySignal && !byItself) {
      this.fault(`exit code ${exitCode}, signal ${signal}, of signals ${[...this.signals]}`);
    }
    const events = this.events.join(' ');
    const inOrder = "close on('close') exit on('exit')";
    const late = "exit on('exit') close on('close')";
    if (events !== inOrder && !(this.heldBack && events === late)) {
      this.fault(`events ${events}`);
    }
    const wrong = this.callbacks.filter((times) => times !== 1);
    if (wrong.length > 0) this.fault(`callbacks of write() called ${wrong} times`);
    while (this.heard.length > 0) this.unlisten();
    if (this.pty.fd !== -1) this.fault(`descriptor ${this.pty.fd} after the close`);
    if (this.pty.writableLength !== 0) this.fault(`${this.pty.writableLength} bytes still queued`);
  }
}
