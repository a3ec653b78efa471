// asciicast v3, the format of asciinema 3: https://docs.asciinema.org/manual/asciicast/v3

import type { Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { invalidArgType } from '../errors';
import type { BinaryPty, Pty, Recording, RecordOptions } from '../interfaces';
import { now, unixTime } from '../node';
import { Given } from '../spawn/given';
import type { IDisposable } from '../types';

type Code = 'o' | 'i' | 'r' | 'm' | 'x';

/** The file's first line. */
function header(terminal: Pty | BinaryPty, type: unknown, options: Given<RecordOptions>): string {
  const { cols, rows } = terminal;
  const term = typeof type === 'string' && type !== '' ? { cols, rows, type } : { cols, rows };
  // JSON.stringify leaves out what is undefined.
  const facts = {
    version: 3,
    term,
    timestamp: unixTime(),
    idle_time_limit: options.get('idleTimeLimit'),
    command: options.get('command'),
    title: options.get('title'),
    env: options.get('env'),
    tags: options.get('tags'),
  };
  return `${JSON.stringify(facts)}\n`;
}

function checkWritable(destination: unknown): Writable {
  const { write, on, once } = Object(destination) as Writable;
  const writable = [write, on, once].every((method) => typeof method === 'function');
  if (!writable) throw invalidArgType('destination', 'a writable stream', destination);
  return destination as Writable;
}

/** One line for each event, with the seconds since the one before. */
class Recorder {
  // One each: output and typed bytes may both break off in the middle of a character.
  private readonly _output = new StringDecoder('utf8');
  private _last = now();
  private _waits = false;

  constructor(
    private readonly _terminal: Pty | BinaryPty,
    private readonly _destination: Writable,
  ) {}

  event(code: Code, data: string): void {
    const at = now();
    // Rounded from the start of the recording on, so that rounding errors do not add up.
    const seconds = Math.round(at - this._last) / 1000;
    this._last += seconds * 1000;
    const fits = this._destination.write(`${JSON.stringify([seconds, code, data])}\n`);
    if (!fits && !this._waits) this._holdBack();
  }

  output(chunk: string | Buffer): void {
    const text = typeof chunk === 'string' ? chunk : this._output.write(chunk);
    if (text !== '') this.event('o', text);
  }

  /** The destination is full: as a pipe, the recording holds the program back. */
  private _holdBack(): void {
    this._waits = true;
    this._terminal.pause();
    this._destination.once('drain', () => this.letGo());
  }

  /** Lets the program go on, if the recording holds it back. */
  letGo(): void {
    if (!this._waits) return;
    this._waits = false;
    this._terminal.resume();
  }
}

/**
 * Records what `terminal` prints, how it is resized and how it ends, as an asciicast v3 file, which
 * asciinema 3 and asciinema-player play.
 *
 * The recording begins with the output that has not been read yet. Like pipe() it holds the program back while
 * the destination is full, and ends the destination after the terminal's end. A destination that is destroyed
 * ends the recording, and the program goes on.
 *
 * @param destination for instance `fs.createWriteStream('session.cast')`. Its errors are its owner's.
 * @param options see RecordOptions.
 * @returns the recording, to add markers or to stop it.
 * @throws TypeError `ERR_INVALID_ARG_TYPE` for a destination that is no stream.
 * @see https://docs.asciinema.org/manual/asciicast/v3
 */
export function record(
  terminal: Pty | BinaryPty,
  destination: Writable,
  options?: RecordOptions | null,
): Recording {
  const writable = checkWritable(destination);
  const given = new Given(options ?? undefined);
  const recorder = new Recorder(terminal, writable);
  writable.write(header(terminal, (terminal as unknown as { _name?: string })._name, given));

  let stopped = false;
  const subscriptions: IDisposable[] = [];
  const stop = () => {
    if (stopped) return;
    stopped = true;
    for (const subscription of subscriptions) subscription.dispose();
    if (!writable.destroyed) writable.end();
  };
  const onData = terminal.onData as (listener: (chunk: string | Buffer) => void) => IDisposable;
  subscriptions.push(
    onData((chunk) => recorder.output(chunk)),
    terminal.onResize(({ cols, rows }) => recorder.event('r', `${cols}x${rows}`)),
  );
  // Both, because `exit` does not wait for a paused terminal's last output, nor `close` for the program.
  const closed = new Promise<void>((resolve) => {
    subscriptions.push(terminal.onClose(resolve));
  });
  Promise.all([terminal.exited, closed]).then(([{ exitCode, signal }]) => {
    if (stopped) return;
    // As a shell says it: 128 and the signal's number. Without a program (open()) there is no exit.
    if (terminal.pid !== -1) recorder.event('x', String(signal ? 128 + signal : exitCode));
    stop();
  });
  // A destination that is destroyed never drains.
  writable.once('close', () => {
    stop();
    recorder.letGo();
  });
  return {
    mark: (label = '') => {
      if (!stopped) recorder.event('m', String(label));
    },
    stop,
  };
}
