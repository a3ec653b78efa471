// A shell for an agent: it runs one command after another in the same session, so that `cd` and variables
// last, and says for each what it printed and how it ended. Whatever the command does, nothing is left.
import { randomBytes } from 'node:crypto';
import { spawn } from 'flatpty';

/** What a command does to the terminal is not for the agent to read: colours, cursor, titles. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const ESCAPES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])|\r/g;

const DEFAULTS = { timeoutMs: 30_000, maxOutput: 64 * 1024, graceMs: 500 };

export class AgentShell {
  #shell;
  #options;
  // A prompt that no program prints by chance: this is how the end of a command is seen.
  #nonce = randomBytes(8).toString('hex');
  #prompt = new RegExp(`${this.#nonce}:(\\d+):`);

  /** @param {{cwd?: string, env?: object, timeoutMs?: number, maxOutput?: number}} [options] */
  constructor(options = {}) {
    this.#options = { ...DEFAULTS, ...options };
  }

  async #start() {
    const { cwd, env = process.env } = this.#options;
    // One wide line for each line of output, and no echo of what is typed.
    this.#shell = spawn('bash', ['--norc', '--noprofile', '+o', 'history'], {
      name: 'dumb',
      cols: 65535,
      rows: 24,
      cwd,
      env: { ...env, PS1: `${this.#nonce}:$?:`, PS2: '', PAGER: 'cat', GIT_PAGER: 'cat' },
      termios: { echo: false },
      spawnErrors: 'throw',
    });
    this.#shell.write('set +o emacs +o vi; bind "set enable-bracketed-paste off" 2>/dev/null\n');
    await this.#shell.waitFor(this.#prompt);
    await this.#shell.waitFor(this.#prompt);
  }

  /**
   * Runs one command.
   * @param {string} command as a person would type it, on one line or more.
   * @returns {Promise<{output: string, exitCode: number | null, end: 'exit' | 'timeout' | 'shell ended',
   *   truncated: boolean}>} `output`: the last `maxOutput` characters. After a time-out all that the command
   *   has started is ended, and the next command has a new shell.
   */
  async run(command) {
    if (this.#shell === undefined) await this.#start();
    const { timeoutMs, maxOutput } = this.#options;
    // In a group, so that a command of several lines has one end.
    this.#shell.write(`{ ${command}\n}\n`);
    try {
      const match = await this.#shell.waitFor(this.#prompt, { timeout: timeoutMs });
      const printed = match.input.slice(0, match.index);
      return { ...this.#shown(printed, maxOutput), exitCode: Number(match[1]), end: 'exit' };
    } catch (error) {
      if (error.output === undefined) throw error;
      const end = error.code === 'ERR_FLATPTY_TIMEOUT' ? 'timeout' : 'shell ended';
      const { exitCode } = this.#shell;
      await this.close();
      return { ...this.#shown(error.output, maxOutput), exitCode, end };
    }
  }

  #shown(printed, most) {
    const text = printed.replace(ESCAPES, '');
    return { output: text.slice(-most), truncated: text.length > most };
  }

  /** Ends the shell and all that was started in it. */
  async close() {
    const shell = this.#shell;
    this.#shell = undefined;
    if (shell === undefined) return;
    await shell.killTree({ graceMs: this.#options.graceMs });
    shell.destroy();
  }
}
