// timeout: 120 s
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import t, { type Test } from 'tap';
import { folder } from '../helpers/folder';
import {
  expectRow,
  noWebTerminal,
  openPage,
  startBrowser,
  startServer,
  typeLine,
} from '../helpers/webTerminal';

/** Everything between the browser and the server goes through it, until cut() is called. */
async function cable(t: Test, port: number): Promise<{ cut(): number }> {
  const sockets = new Set<net.Socket>();
  const keep = (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  };
  const server = net.createServer((near) => {
    const far = net.connect(port, '127.0.0.1');
    keep(near);
    keep(far);
    near.pipe(far).pipe(near);
  });
  // The same port at another loopback address, so that the page's host is still the server's.
  server.listen(port, '127.0.0.2');
  await once(server, 'listening');
  const cut = () => {
    const count = sockets.size;
    for (const socket of sockets) socket.destroy();
    return count;
  };
  t.teardown(() => {
    server.close();
    cut();
  });
  return { cut };
}

t.test(
  'a page whose connection breaks finds its shell again, with what was printed meanwhile',
  { skip: noWebTerminal('chromium') },
  async (t) => {
    const server = await startServer(t, ['--', 'bash', '--norc', '--noprofile']);
    const url = new URL(server.url);
    const { cut } = await cable(t, Number(url.port));
    url.hostname = 'localhost';
    const browser = await startBrowser(t, ['--host-resolver-rules=MAP localhost 127.0.0.2']);
    const page = await openPage(browser, url.href);
    await expectRow(page, /^bash-.*[#$] *$/);
    const go = path.join(folder(t), 'go');
    execFileSync('mkfifo', [go]);
    await typeLine(
      page,
      `x=kept; echo waiting $((1 + 1)); read y <${go}; echo printed $((20 + 1)) times`,
    );
    // By then all that was typed has gone through the connection.
    await expectRow(page, /^waiting 2/);

    t.ok(cut() > 0, 'the connection was open');
    await fs.promises.writeFile(go, 'go\n');
    await expectRow(page, /^printed 21 times/);
    await typeLine(page, 'echo x is $x');
    t.ok(await expectRow(page, /^x is kept/));
  },
);
