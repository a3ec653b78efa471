// Programs on a pseudo console, for test/windows/console. Which console: FLATPTY_TEST_CONPTY_DLL, else the system's.
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { type IPtyForkOptions, type IWindowsPtyForkOptions, type Pty, spawn } from 'flatpty';

const tools = process.env.FLATPTY_TEST_TOOLS ?? path.resolve('test/windows/tools');

/** test/windows/programs/probe.c, built. */
export const PROBE: string = path.join(tools, 'probe.exe');

const dll = process.env.FLATPTY_TEST_CONPTY_DLL || undefined;

/** Wine's own console knows no resize, and loses characters outside the BMP. */
export const isMicrosoft: boolean =
  dll !== undefined || process.env.FLATPTY_TEST_TOOLS === undefined;

/** Wine's programs do not learn that their console closes, and Wine cannot filter a job by console. */
export const isWine: boolean = process.env.FLATPTY_TEST_TOOLS?.startsWith('w:') ?? false;

export type Options = IPtyForkOptions & Omit<IWindowsPtyForkOptions, keyof IPtyForkOptions>;

/** `options` for a spawn on the console under test. */
export function onConsole(options: Options = {}): Options {
  return dll === undefined ? options : { useConptyDll: dll, ...options };
}

/** Starts the probe. */
export function probe(args: string[] | string, options?: Options): Pty {
  return spawn(PROBE, args, onConsole(options));
}

export interface Ended {
  output: string;
  exitCode: number;
}

/** A terminal's output so far, and what waits for it. */
export class Watched {
  output = '';
  private readonly _waiting = new Set<() => void>();

  constructor(readonly pty: Pty) {
    pty.onData((data) => {
      this.output += data;
      for (const look of this._waiting) look();
    });
  }

  /** Resolves once the output has `text`; rejects at the end without it. */
  seen(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        if (!this.plain.includes(text)) return;
        this._waiting.delete(look);
        resolve();
      };
      this._waiting.add(look);
      this.pty.onExit(() => {
        look();
        reject(new Error(`no ${JSON.stringify(text)} in ${JSON.stringify(this.output)}`));
      });
      look();
    });
  }

  /** The output without control sequences, so what was printed in one go is in one piece. */
  get plain(): string {
    return stripVTControlCharacters(this.output);
  }

  async ended(): Promise<Ended> {
    const { exitCode } = await this.pty.exited;
    return { output: this.plain, exitCode };
  }
}

/** Starts the probe and watches its output. */
export function watch(args: string[] | string, options?: Options): Watched {
  return new Watched(probe(args, options));
}

/** Runs the probe to its end. */
export function run(args: string[] | string, options?: Options): Promise<Ended> {
  return watch(args, options).ended();
}
