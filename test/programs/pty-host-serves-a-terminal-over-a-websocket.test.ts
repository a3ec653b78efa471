// timeout: 120 s
// @lvce-editor/pty-host: the terminals of an editor in the browser. The editor's server forks it, hands
// it the socket of each WebSocket that a browser opens, and JSON-RPC goes over that.
import { type ChildProcess, fork } from 'node:child_process';
import { type EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import t, { type Test } from 'tap';
import { dropIn, loadedAddons, noDropIn } from '../helpers/dropin';
import { isGone } from '../helpers/gone';
import { statOf } from '../helpers/processes';
import { until, within } from '../helpers/until';

const PATIENCE_MS = 20_000;
const POLYFILL = path.join(__dirname, '../fixtures/with-resolvers.js');

/** What is used of the ws package. */
interface WebSocketClient extends EventEmitter {
  send(text: string): void;
  close(): void;
}

interface Message {
  id?: number;
  error?: object;
  method?: string;
  params?: [number, string, { data: number[] }];
}

/** The editor's server: it forks pty-host and hands it what upgrades. Returns the URL. */
async function serve(t: Test, host: ChildProcess): Promise<string> {
  const server = createServer();
  server.on('upgrade', ({ headers, method, url }, socket) => {
    const params = [{ headers, method, url }];
    const request = { jsonrpc: '2.0', id: 1, method: 'HandleWebSocket.handleWebSocket', params };
    host.send(request, socket as Socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.teardown(() => server.close());
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The browser's side. */
class Page {
  output = '';
  #client: WebSocketClient;
  #id = 0;
  #answers = new Map<number, Message>();

  constructor(client: WebSocketClient) {
    this.#client = client;
    client.on('message', (data: Buffer) => {
      const message: Message = JSON.parse(data.toString());
      if (message.id) this.#answers.set(message.id, message);
      else if (message.params) this.output += Buffer.from(message.params[2].data).toString();
    });
  }

  /** Calls a method of pty-host; throws what it answers with. */
  async call(method: string, ...params: unknown[]): Promise<void> {
    this.#id += 1;
    const id = this.#id;
    this.#client.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
    const { error } = await until(() => this.#answers.get(id), PATIENCE_MS, method);
    if (error) throw new Error(`${method}: ${JSON.stringify(error)}`);
  }

  async sees(pattern: RegExp): Promise<RegExpExecArray> {
    await until(() => pattern.test(this.output), PATIENCE_MS, `${pattern} in ${this.output}`);
    return pattern.exec(this.output) as RegExpExecArray;
  }
}

const skip = noDropIn('programs');

t.test('two terminals, typed into, resized and disposed', { skip }, async (t) => {
  const modules = path.join(await dropIn('programs'), 'node_modules');
  const host = fork(
    path.join(modules, '@lvce-editor/pty-host/bin/ptyHost.js'),
    ['--ipc-type=node-forked-process'],
    { execArgv: ['--require', POLYFILL], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
  );
  t.teardown(() => host.kill('SIGKILL'));
  t.equal((await once(host, 'message'))[0], 'ready');

  const url = await serve(t, host);
  const { WebSocket } = require(path.join(modules, 'ws'));
  const client: WebSocketClient = new WebSocket(url);
  await once(client, 'open');
  const page = new Page(client);

  await page.call('Terminal.create', 1, `file://${__dirname}`, 'sh', [
    '-c',
    'echo "$$ $PWD"; exec cat',
  ]);
  const cat = Number((await page.sees(new RegExp(`(\\d+) ${__dirname}\r\n`)))[1]);
  await page.call('Terminal.write', 1, 'größe ✓\r');
  await page.sees(/größe ✓\r\n.*größe ✓\r\n/s);
  t.strictSame(loadedAddons(host.pid as number), [
    path.join(modules, `node-pty/prebuilds/${process.platform}-${process.arch}/pty.node`),
  ]);

  page.output = '';
  const script = 'trap "stty size" WINCH; echo "pid $$"; while :; do read line || sleep 0.1; done';
  await page.call('Terminal.create', 2, '', 'sh', ['-c', script]);
  const shell = Number((await page.sees(/pid (\d+)/))[1]);
  await page.call('Terminal.resize', 2, 132, 43);
  await page.sees(/43 132/);
  t.equal(statOf(shell)?.parent, host.pid);

  await page.call('Terminal.dispose', 2);
  await until(() => isGone(shell), PATIENCE_MS, 'the end of the shell');

  client.close();
  host.disconnect();
  const [code] = await within(once(host, 'exit'), PATIENCE_MS, 'the end of pty-host');
  t.equal(code, 0);
  await until(() => isGone(cat), PATIENCE_MS, 'the end of cat, which the end of pty-host hangs up');
});
