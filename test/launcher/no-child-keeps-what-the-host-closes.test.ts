// timeout: 120 s
import { chmodSync, closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import path from 'node:path';
import { spawn } from 'flatpty';
import { run } from '../helpers/collect';
import { folder } from '../helpers/folder';
import { perLauncher } from '../helpers/launchers';

const ROUNDS = 60;

// A child that holds a copy of the host's descriptors until its exec keeps a file open for writing, which
// nothing can execute meanwhile (ETXTBSY), and a port in use.
perLauncher('a program written while one was started can be run', async (t) => {
  const place = folder(t);
  const echo = readFileSync('/bin/echo');
  let busy = 0;
  for (let i = 0; i < ROUNDS; i++) {
    const file = path.join(place, `echo-${i}`);
    const descriptor = openSync(file, 'w', 0o755);
    writeSync(descriptor, echo);
    const other = spawn('true');
    closeSync(descriptor);
    chmodSync(file, 0o755);
    if ((await run(file, ['started'])).output !== 'started\r\n') busy++;
    await other.exited;
  }
  t.equal(busy, 0);
});

/** An address of this process's own on the loopback network, so that no other program takes its ports. */
const ADDRESS = `127.${1 + (process.pid % 200)}.${(process.pid >> 8) % 200}.77`;

function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, ADDRESS, () => resolve(server));
  });
}

perLauncher('a port closed after a spawn can be bound again at once', async (t) => {
  const first = (await listen(0)) as Server;
  const { port } = first.address() as { port: number };
  let server = first;
  let refused = 0;
  for (let i = 0; i < ROUNDS; i++) {
    const pty = spawn('true');
    await new Promise((resolve) => server.close(resolve));
    let next = await listen(port);
    while (next === undefined) {
      refused++;
      next = await listen(port);
    }
    server = next;
    await pty.exited;
  }
  await new Promise((resolve) => server.close(resolve));
  t.equal(refused, 0);
});
