// timeout: 120 s
// @mako10k/mcp-shell-server: terminals for an AI agent, which asks for them by MCP (JSON-RPC, a line a
// message) on the server's stdin and stdout. The test is the agent.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import t from 'tap';
import { dropIn, loadedAddons, noDropIn } from '../helpers/dropin';
import { folder } from '../helpers/folder';
import { isGone } from '../helpers/gone';
import { until, within } from '../helpers/until';

const PATIENCE_MS = 20_000;

interface Answer {
  id?: number;
  error?: object;
  result?: { content?: { text: string }[] };
}

/** What the tools for terminals answer. */
interface TerminalAnswer {
  terminal_id: string;
  output?: string;
  terminal_info?: { process_id: number; dimensions: { width: number; height: number } };
  success: boolean;
}

/** The agent's side of MCP. */
class Agent {
  #server: ChildProcess;
  #answers = new Map<number, Answer>();
  #id = 0;

  constructor(server: ChildProcess) {
    this.#server = server;
    createInterface({ input: server.stdout as NodeJS.ReadableStream }).on('line', (line) => {
      const answer: Answer = JSON.parse(line);
      if (answer.id) this.#answers.set(answer.id, answer);
    });
  }

  tell(message: object): void {
    this.#server.stdin?.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  }

  async ask(method: string, params: object): Promise<Answer['result']> {
    this.#id += 1;
    const id = this.#id;
    this.tell({ id, method, params });
    const { error, result } = await until(() => this.#answers.get(id), PATIENCE_MS, method);
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
    return result;
  }

  async tool(name: string, args: object): Promise<TerminalAnswer> {
    const result = await this.ask('tools/call', { name, arguments: args });
    return JSON.parse(result?.content?.[0]?.text as string);
  }

  /** Reads a terminal until `pattern` is there; returns what was read. */
  async reads(terminal: string, pattern: RegExp, first = ''): Promise<string> {
    let all = first;
    await until(
      async () => {
        const args = { terminal_id: terminal, output_delay_ms: 20 };
        if (!pattern.test(all)) all += (await this.tool('terminal_operate', args)).output ?? '';
        return pattern.test(all);
      },
      PATIENCE_MS,
      `${pattern} in ${JSON.stringify(all)}`,
    );
    return all;
  }
}

const skip = noDropIn('programs');

t.test(
  'an agent works in a shell, resizes it, interrupts it and closes it',
  {
    skip,
  },
  async (t) => {
    const modules = path.join(await dropIn('programs'), 'node_modules');
    const file = path.join(modules, '@mako10k/mcp-shell-server/dist/index.js');
    const cwd = folder(t);
    const server = spawn(process.execPath, [file], {
      stdio: ['pipe', 'pipe', 'ignore'],
      cwd,
      // It may write to where it keeps its history; that goes with the folder.
      env: { ...process.env, HOME: cwd },
    });
    t.teardown(() => server.kill('SIGKILL'));
    const agent = new Agent(server);
    const clientInfo = { name: 'test', version: '1' };
    await agent.ask('initialize', {
      protocolVersion: '2025-03-26',
      capabilities: {},
      clientInfo,
    });
    agent.tell({ method: 'notifications/initialized' });

    const made = await agent.tool('terminal_operate', { command: 'echo $((6*7)); stty size' });
    const id = made.terminal_id;
    await agent.reads(id, /[\r\n]42\s+30 120\s/, made.output);
    const shell = made.terminal_info?.process_id as number;
    t.match(fs.readlinkSync(`/proc/${shell}/fd/0`), /^\/dev\/pts\/\d+$/);
    t.strictSame(loadedAddons(server.pid as number), [
      path.join(modules, `node-pty/prebuilds/${process.platform}-${process.arch}/pty.node`),
    ]);

    const common = { terminal_id: id, force_input: true };
    const dimensions = { width: 100, height: 40 };
    const resized = await agent.tool('terminal_operate', {
      ...common,
      dimensions,
      command: 'stty size',
    });
    await agent.reads(id, /40 100\s/, resized.output);

    const asleep = await agent.tool('terminal_operate', { ...common, command: 'sleep 1000' });
    t.equal(asleep.success, true);
    await agent.tool('terminal_operate', { ...common, control_codes: true, input: '^C' });
    const next = await agent.tool('terminal_operate', { ...common, command: 'echo status $?' });
    await agent.reads(id, /[\r\n]status 130\s/, next.output);

    t.equal((await agent.tool('terminal_close', { terminal_id: id })).success, true);
    await until(() => isGone(shell), PATIENCE_MS, 'the end of the shell');

    server.kill('SIGTERM');
    const [code] = await within(once(server, 'exit'), PATIENCE_MS, 'the end of the server');
    t.equal(code, 0);
  },
);
