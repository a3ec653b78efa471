/** Launches that must fail: every way out of spawn that is not the good one has to clean up too. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { getSystemErrorMap } from 'node:util';
import type { ChildRunner, StressLibrary, StressPty, StressSpawnOptions } from './stressChild';
import { endNow } from './stressChild';

interface FailingKind {
  name: string;
  file: string;
  options: StressSpawnOptions;
  /** More than one where it depends on what a container lets root do. */
  codes: string[];
  /** What the error's `path` must name. */
  culprit: string;
}

/** The text perror(3) would print, in lower case, e.g. "no such file or directory". */
function messageOf(code: string): string {
  const errno = (os.constants.errno as Record<string, number>)[code] ?? 0;
  return getSystemErrorMap().get(-errno)?.[1] ?? code;
}

export class FailingLaunches {
  public readonly kinds: FailingKind[];
  private readonly directory: string;
  private readonly remove = (): void => {
    fs.rmSync(this.directory, { recursive: true, force: true });
  };

  /**
   * Makes a file without execute permission; dispose() takes it away.
   * @param tellsWhy whether the library has `spawnErrors` and `spawnError`; one that has not is only
   *   asked for what node-pty documents, an exit code of 1
   */
  public constructor(
    private readonly library: StressLibrary,
    private readonly runner: ChildRunner,
    private readonly tellsWhy: boolean,
  ) {
    this.directory = fs.mkdtempSync(path.join(os.tmpdir(), 'flatpty-stress-'));
    process.once('exit', this.remove); // when a second ^C ends the process at once
    // Another user must get as far as the file, or the failure is not the one that is meant.
    fs.chmodSync(this.directory, 0o755);
    const plain = path.join(this.directory, 'not-executable');
    fs.writeFileSync(plain, 'not a program\n', { mode: 0o644 });
    const missing = path.join(this.directory, 'no-such-program');
    const nowhere = path.join(this.directory, 'no-such-directory');
    const root = process.getuid?.() === 0;
    this.kinds = [
      { name: 'no such program', file: missing, options: {}, codes: ['ENOENT'], culprit: missing },
      { name: 'not executable', file: plain, options: {}, codes: ['EACCES'], culprit: plain },
      {
        name: 'bad cwd',
        file: '/bin/sh',
        options: { cwd: nowhere },
        codes: ['ENOENT'],
        culprit: nowhere,
      },
      root
        ? {
            // Root may become anybody, so the launch has to fail after the change of user.
            name: 'not executable as uid 65534',
            file: plain,
            options: { uid: 65534, gid: 65534 },
            codes: ['EACCES', 'EPERM'],
            culprit: plain,
          }
        : {
            name: 'uid not permitted',
            file: '/bin/sh',
            options: { uid: 0, gid: 0 },
            codes: ['EPERM'],
            culprit: '/bin/sh',
          },
    ];
  }

  public dispose(): void {
    process.removeListener('exit', this.remove);
    this.remove();
  }

  /**
   * One failing launch: the kinds take turns, and each kind is asked to report alternately through
   * the terminal (exit code 1 and a text, as node-pty) and by throwing.
   * Resolves with null when it failed in the right way, else with what was wrong.
   */
  public async run(index: number): Promise<string | null> {
    const kind = this.kinds[index % this.kinds.length] as FailingKind;
    const throws = this.tellsWhy && Math.floor(index / this.kinds.length) % 2 === 1;
    const label = `launch ${index} (${kind.name}, ${throws ? 'throw' : 'default'})`;
    return throws ? this.runThrowing(kind, label) : this.runDefault(kind, label);
  }

  private async runDefault(kind: FailingKind, label: string): Promise<string | null> {
    let started: StressPty | undefined;
    const problem = await this.runner.run({
      label,
      file: kind.file,
      args: ['-c', 'exit 0'],
      options: kind.options,
      exitCode: 1,
      checkOutput: (output) => {
        if (!this.tellsWhy) {
          return null;
        }
        const text = output.toLowerCase();
        return kind.codes.some((code) => text.includes(messageOf(code)))
          ? null
          : `the terminal reads ${JSON.stringify(output)}, nothing about ${kind.codes.join(' or ')}`;
      },
      onStart: (pty) => {
        started = pty;
      },
    });
    if (problem !== null || !this.tellsWhy) {
      return problem;
    }
    const error: NodeJS.ErrnoException | undefined = started?.spawnError;
    return kind.codes.includes(error?.code ?? '')
      ? null
      : `${label}: spawnError has code ${error?.code}, not ${kind.codes.join(' or ')}`;
  }

  private async runThrowing(kind: FailingKind, label: string): Promise<string | null> {
    let pty: StressPty;
    try {
      const options: StressSpawnOptions = { ...kind.options, spawnErrors: 'throw' };
      pty = this.library.spawn(kind.file, ['-c', 'exit 0'], options);
    } catch (error) {
      const { code, syscall, path: named } = error as NodeJS.ErrnoException;
      const right =
        kind.codes.includes(code ?? '') &&
        typeof syscall === 'string' &&
        syscall !== '' &&
        named === kind.culprit;
      return right
        ? null
        : `${label}: thrown with code ${code}, syscall ${syscall}, path ${named}; ` +
            `expected ${kind.codes.join(' or ')} and path ${kind.culprit}`;
    }
    endNow(pty);
    return `${label}: nothing was thrown`;
  }
}
