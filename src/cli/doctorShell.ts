/** The everyday use of a pty, step by step: open a shell, type, resize, interrupt, leave. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import type { StressPty, StressSpawnOptions } from './stressChild';

export interface ShellLibrary {
  spawn(
    file: string,
    args: string[],
    options: StressSpawnOptions & { name?: string; env?: Record<string, string | undefined> },
  ): StressPty;
}

export interface Check {
  name: string;
  ok: boolean;
  /** What was found, or what was seen in place of it. */
  detail: string;
  ms: number;
}

const PROMPT = 'flatpty> ';

/** The last part of what the terminal showed, for a failed step. */
function tail(text: string): string {
  return text === '' ? 'nothing' : JSON.stringify(text.slice(-200));
}

/** A shell on a pty, and what it has printed so far. */
class ShellSession {
  public exit: { exitCode: number; signal?: number | undefined } | undefined;
  public bytesAfterExit = 0;
  private seen = '';
  private mark = 0;
  private wake: () => void = () => undefined;

  public constructor(
    public readonly pty: StressPty,
    private readonly limitMs: number,
    private readonly signal: AbortSignal,
  ) {
    pty.onData((data) => {
      this.seen += data;
      if (this.exit !== undefined) {
        this.bytesAfterExit += data.length;
      }
      this.wake();
    });
    pty.onExit((event) => {
      this.exit = event;
      this.wake();
    });
    signal.addEventListener('abort', () => this.wake(), { once: true });
  }

  /** What came since the last type(). */
  public get recent(): string {
    return this.seen.slice(this.mark);
  }

  public type(text: string): void {
    this.mark = this.seen.length;
    this.pty.write(text);
  }

  /** Waits until `condition` holds; false when time is up, the shell is gone or the caller aborts. */
  public async until(condition: () => boolean): Promise<boolean> {
    const deadline = performance.now() + this.limitMs;
    while (!condition()) {
      const rest = deadline - performance.now();
      if (this.exit !== undefined || this.signal.aborted || rest <= 0) {
        return condition();
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, rest);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return true;
  }

  /** Waits for `pattern` and the next prompt after it, and gives the match. */
  public async answer(pattern: RegExp): Promise<RegExpExecArray | null> {
    const complete = new RegExp(`${pattern.source}[^]*${PROMPT}$`, pattern.flags);
    await this.until(() => complete.test(this.recent));
    return complete.exec(this.recent);
  }
}

type Step = [name: string, run: (session: ShellSession) => Promise<Pick<Check, 'ok' | 'detail'>>];

const STEPS: Step[] = [
  [
    'prompt',
    async (session) => {
      const ok = await session.until(() => session.recent.endsWith(PROMPT));
      return {
        ok,
        detail: ok ? 'the shell asks for input' : `no prompt, saw ${tail(session.recent)}`,
      };
    },
  ],
  [
    'typing',
    async (session) => {
      // The echo shows what was typed; only a shell that ran it shows 42.
      session.type('echo answer-$((6 * 7))\r');
      const ok = (await session.answer(/answer-42\r\n/)) !== null;
      return {
        ok,
        detail: ok ? 'typed a command, read its output' : `saw ${tail(session.recent)}`,
      };
    },
  ],
  ['size', (session) => checkSize(session, 80, 24)],
  [
    'resize',
    (session) => {
      session.pty.resize(132, 43);
      return checkSize(session, 132, 43);
    },
  ],
  [
    '^C',
    async (session) => {
      // A program of the shell's own: where nothing else is installed, doctor still runs.
      session.type("sh -c 'echo begun-$((1 + 1)); read never'\r");
      const begun = await session.until(() => session.recent.includes('begun-2\r\n'));
      session.type('\x03');
      const prompted =
        begun && (await session.until(() => session.recent.trimEnd().endsWith(PROMPT.trimEnd())));
      session.type('echo status-$?\r');
      const status = prompted ? (await session.answer(/status-(\d+)\r\n/))?.[1] : undefined;
      const ok = status === '130';
      return {
        ok,
        detail: ok
          ? 'interrupted a running program'
          : `the program did not end with status 130 (${status ?? 'none'}), saw ${tail(session.recent)}`,
      };
    },
  ],
  [
    'exit',
    async (session) => {
      session.type('exit 7\r');
      await session.until(() => session.exit !== undefined);
      const { exit } = session;
      const ok = exit?.exitCode === 7 && !exit.signal && session.bytesAfterExit === 0;
      const seen =
        exit === undefined
          ? `no exit, saw ${tail(session.recent)}`
          : `exit code ${exit.exitCode}, signal ${exit.signal ?? 0}, ` +
            `${session.bytesAfterExit} bytes after it`;
      return { ok, detail: ok ? 'exit code 7, as asked for, after the last output' : seen };
    },
  ],
];

/**
 * The command that prints rows and columns of its terminal, and who says it: stty, or where that is not
 * installed, this runtime.
 */
function sizeCommand(): [reader: string, command: string] {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  if (folders.some((folder) => fs.existsSync(path.join(folder, 'stty')))) {
    return ['stty', 'stty size'];
  }
  const print = process.versions.deno === undefined ? '-p' : 'eval -p';
  const script = 'process.stdout.rows + " " + process.stdout.columns';
  return [path.basename(process.execPath), `'${process.execPath}' ${print} '${script}'`];
}

async function checkSize(
  session: ShellSession,
  cols: number,
  rows: number,
): Promise<Pick<Check, 'ok' | 'detail'>> {
  const [reader, command] = sizeCommand();
  session.type(`${command}\r`);
  const size = (await session.answer(/\r\n(\d+ \d+)\r\n/))?.[1];
  const ok = size === `${rows} ${cols}`;
  return {
    ok,
    detail: ok
      ? `${reader} reads ${cols} columns, ${rows} rows`
      : `expected "${rows} ${cols}" from ${reader}, saw ${size ?? tail(session.recent)}`,
  };
}

/**
 * Runs the steps on one /bin/sh, each bounded by `limitMs`; a step that comes after the shell ended, or
 * after `signal`, fails as "not run". The shell is gone when this resolves, or was killed.
 * @param onCheck called after each step
 */
export async function checkShell(
  library: ShellLibrary,
  options: { limitMs: number; signal: AbortSignal },
  onCheck: (check: Check) => void,
): Promise<Check[]> {
  const checks: Check[] = [];
  const add = (name: string, startedAt: number, result: Pick<Check, 'ok' | 'detail'>): void => {
    const check = { name, ...result, ms: performance.now() - startedAt };
    checks.push(check);
    onCheck(check);
  };
  let session: ShellSession | undefined;
  const openedAt = performance.now();
  try {
    const pty = library.spawn('/bin/sh', ['-i'], {
      name: 'xterm-256color',
      cols: 80,
      rows: 24,
      // Nothing of the user's shell set-up may print or change the prompt.
      env: { PATH: process.env.PATH, PS1: PROMPT, PS2: '', LC_ALL: 'C' },
    });
    session = new ShellSession(pty, options.limitMs, options.signal);
    add('open', openedAt, { ok: pty.pid > 1, detail: `/bin/sh, pid ${pty.pid}` });
  } catch (error) {
    add('open', openedAt, { ok: false, detail: String(error) });
  }
  for (const [name, run] of STEPS) {
    const startedAt = performance.now();
    const gone = session === undefined || session.exit !== undefined || options.signal.aborted;
    try {
      add(
        name,
        startedAt,
        gone || session === undefined ? { ok: false, detail: 'not run' } : await run(session),
      );
    } catch (error) {
      add(name, startedAt, { ok: false, detail: String(error) });
    }
  }
  if (session !== undefined && session.exit === undefined) {
    const { pty } = session;
    pty.kill('SIGKILL');
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, 2000);
      pty.onExit(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
  return checks;
}
