// timeout: 120 s
// wetty: a terminal in the browser, over socket.io. The test is the page.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { createInterface } from 'node:readline';
import t from 'tap';
import { dropIn, loadedAddons, noDropIn } from '../../helpers/dropin';
import { isGone } from '../../helpers/gone';
import { until } from '../../helpers/until';

const PATIENCE_MS = 30_000;

/** What is used of socket.io-client. */
interface Socket {
  on(event: string, listener: (data: string) => void): void;
  emit(event: string, data: unknown): void;
  close(): void;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

const skip =
  process.getuid?.() === 0 ? noDropIn('more') : 'wetty asks for ssh unless it runs as root';

t.test(
  'typing, resizing, five megabytes under its flow control, and the end',
  {
    skip,
  },
  async (t) => {
    const modules = path.join(await dropIn('more'), 'node_modules');
    const port = await freePort();
    const server = spawn(
      process.execPath,
      [
        path.join(modules, 'wetty/build/main.js'),
        ...['--host', '127.0.0.1', '--port', String(port), '--command', 'sh'],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    t.teardown(() => server.kill('SIGKILL'));
    let log = '';
    createInterface({ input: server.stdout }).on('line', (line) => {
      log += `${line}\n`;
    });
    await until(() => log.includes('Server started'), PATIENCE_MS, `the server: ${log}`);

    const { io } = require(path.join(modules, 'socket.io-client'));
    const socket: Socket = io(`http://127.0.0.1:${port}`, {
      path: '/socket.io',
      transports: ['websocket'],
    });
    t.teardown(() => socket.close());
    let output = '';
    let isLoggedIn = false;
    let isLoggedOut = false;
    socket.on('data', (data) => {
      output += data;
      // The page tells what it has shown; wetty pauses the terminal at 2 MB that it has not.
      socket.emit('commit', data.length);
    });
    socket.on('login', () => {
      isLoggedIn = true;
    });
    socket.on('logout', () => {
      isLoggedOut = true;
    });
    const sees = (pattern: RegExp) =>
      until(() => pattern.exec(output), PATIENCE_MS, `${pattern} in ${output.slice(-300)}`);

    // What is sent before that, wetty does not hear.
    await until(() => isLoggedIn, PATIENCE_MS, 'the login');
    socket.emit('resize', { cols: 111, rows: 33 });
    socket.emit('input', 'echo "pid $$"; stty size\r');
    const shell = Number((await sees(/pid (\d+)\r\n/))[1]);
    await sees(/33 111\r\n/);
    t.strictSame(loadedAddons(server.pid as number), [
      path.join(modules, `node-pty/prebuilds/${process.platform}-${process.arch}/pty.node`),
    ]);

    output = '';
    socket.emit('input', "stty -echo; seq 1 700000; echo 'do'ne\r");
    await sees(/\ndone\r\n/);
    const numbers = output.match(/^\d+(?=\r$)/gm) ?? [];
    t.equal(numbers.length, 700_000);
    t.ok(numbers.every((number, index) => number === `${index + 1}`));

    socket.emit('input', 'exit\r');
    await until(() => isLoggedOut, PATIENCE_MS, 'the logout');
    await until(() => isGone(shell), PATIENCE_MS, 'the end of the shell');
  },
);
