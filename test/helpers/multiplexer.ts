// examples/multiplexer: its host as a process of its own, and clients that speak to it frame by frame.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Test } from 'tap';
import { folder } from './folder';
import { until, within } from './until';

const EXAMPLE = path.join(__dirname, '../../examples/multiplexer');
const PATIENCE_MS = 20_000;

interface Frames {
  Type: Record<
    'attach' | 'input' | 'resize' | 'list' | 'kill' | 'output' | 'ended' | 'names' | 'refused',
    number
  >;
  frame(type: number, body?: object): Buffer;
  framesOf(got: (type: number, body: Buffer) => void): (bytes: Buffer) => void;
}

export const exampleFile = (name: string): string => path.join(EXAMPLE, name);

export const frames = (): Promise<Frames> => import(pathToFileURL(exampleFile('frames.mjs')).href);

export interface Host {
  process: ChildProcess;
  pid: number;
  socket: string;
}

/** Starts a host at `socket` (default: in a folder of its own); it ends before the test does. */
export async function startHost(
  t: Test,
  args: string[],
  socket = path.join(folder(t), 'host'),
): Promise<Host> {
  const child = spawn(process.execPath, [exampleFile('host.mjs'), socket, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  t.teardown(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    await within(once(child, 'exit'), PATIENCE_MS, 'the end of the host');
  });
  await within(once(child.stdout, 'data'), PATIENCE_MS, 'the host');
  return { process: child, pid: child.pid as number, socket };
}

/** A client of the host that can also misbehave. */
export class Client {
  /** All output so far. */
  output = '';
  /** The bodies of all other frames, by type. */
  readonly other = new Map<number, unknown>();

  private constructor(
    readonly socket: net.Socket,
    private readonly frames: Frames,
  ) {
    const take = frames.framesOf((type, body) => {
      if (type === frames.Type.output) this.output += body.toString();
      else this.other.set(type, JSON.parse(body.toString()));
    });
    socket.on('data', take);
    socket.on('error', () => {});
  }

  static async connect(host: Host): Promise<Client> {
    const socket = net.connect(host.socket);
    await within(once(socket, 'connect'), PATIENCE_MS, 'the connection');
    return new Client(socket, await frames());
  }

  attach(name: string, cols = 80, rows = 24): void {
    this.socket.write(this.frames.frame(this.frames.Type.attach, { name, cols, rows }));
  }

  type(text: string): void {
    this.socket.write(this.frames.frame(this.frames.Type.input, Buffer.from(text)));
  }

  /** Waits for output that matches. */
  async expect(pattern: RegExp): Promise<RegExpExecArray> {
    try {
      return (await until(
        () => pattern.exec(this.output),
        PATIENCE_MS,
        `${pattern}`,
      )) as RegExpExecArray;
    } catch (error) {
      throw new Error(
        `${(error as Error).message}; got ${JSON.stringify(this.output.slice(-2000))}`,
      );
    }
  }

  /** Leaves, and waits until the host has hung up too. */
  async leave(): Promise<void> {
    const closed = once(this.socket, 'close');
    this.socket.end();
    await within(closed, PATIENCE_MS, 'the end of the connection');
  }
}
