import { type SpawnOptions, spawn } from 'node:child_process';
import { PATIENCE } from './patience';

/** How a program ended and what it said. */
export interface ProgramEnd {
  exitCode: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface ProgramOptions extends Pick<SpawnOptions, 'env' | 'cwd' | 'uid' | 'gid'> {
  /**
   * How long it should take at most on a machine that does nothing else, in ms. It is given more; then
   * it is killed and the promise rejects. Default: 30,000.
   */
  limitMs?: number;
  /** Options for node itself, before the script. */
  execArgv?: string[];
}

/** Runs a program, without a terminal, to its end. `env` is added to this process's. */
export function runProgram(
  file: string,
  args: string[],
  { limitMs = 30_000, env, cwd, uid, gid }: ProgramOptions = {},
): Promise<ProgramEnd> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
      cwd,
      uid,
      gid,
    });
    let late = false;
    const bound = limitMs * PATIENCE;
    const timer = setTimeout(() => {
      late = true;
      child.kill('SIGKILL');
    }, bound);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (exitCode, signal) => {
      clearTimeout(timer);
      if (late) {
        reject(
          new Error(
            `no end within ${bound} ms: ${file} ${args.join(' ')}\n${stdout.slice(-1000)}\n${stderr}`,
          ),
        );
      } else {
        resolve({ exitCode, signal, stdout, stderr });
      }
    });
  });
}

/** Runs a node script (see test/fixtures) in a process of its own. */
export function runScript(
  script: string,
  args: string[] = [],
  { execArgv = [], ...options }: ProgramOptions = {},
): Promise<ProgramEnd> {
  return runProgram(process.execPath, [...execArgv, script, ...args], options);
}

/**
 * As runScript, for one that prints a JSON document and then ends by itself with exit code 0.
 * @throws Error when it ended in any other way, with what it wrote to stderr.
 */
export async function answerOf<T>(
  script: string,
  args: string[] = [],
  options: ProgramOptions = {},
): Promise<T> {
  const { exitCode, signal, stdout, stderr } = await runScript(script, args, options);
  if (exitCode !== 0) {
    throw new Error(`exit code ${exitCode}, signal ${signal}: ${script}\n${stderr}`);
  }
  return JSON.parse(stdout) as T;
}
