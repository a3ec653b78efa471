// timeout: 120 s
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { spawn as spawnPty } from 'flatpty';
import t from 'tap';
import { folder } from '../helpers/folder';
import { Client, exampleFile, frames, startHost } from '../helpers/multiplexer';
import { runScript } from '../helpers/runScript';
import { residentMb } from '../helpers/serverProcess';
import { talk } from '../helpers/talk';
import { until, within } from '../helpers/until';

/** It remembers what it is given, so that it can be recognised. */
const SHELL = ['sh'];
const PROMPT = /[#$] $/;
const FLOOD_MB = 30;

t.test('a person attaches, types, detaches, and finds the program again', async (t) => {
  const host = await startHost(t, SHELL);
  const client = () => {
    const pty = spawnPty(process.execPath, [exampleFile('client.mjs'), host.socket, 'work'], {
      cols: 91,
      rows: 17,
    });
    t.teardown(() => pty.kill('SIGKILL'));
    return talk(pty);
  };
  const first = client();
  await first.expect(PROMPT);
  first.pty.write('stty size; kept=$((40 + 2))\r');
  await first.expect(/17 91\r+\n/);
  first.pty.write('\x1c');
  await first.expect(/\[detached\]/);
  t.strictSame(await first.pty.exited, { exitCode: 0, signal: 0 });

  const list = await runScript(exampleFile('client.mjs'), [host.socket, '--list']);
  t.match(list.stdout, /^\d+\twork$/m);

  const second = client();
  await second.expect(/17 91\r+\n/);
  second.pty.write('echo kept is $kept\r');
  await second.expect(/kept is 42\r+\n/);
  second.pty.write('exit 7\r');
  await second.expect(/\[ended: \{"exitCode":7,"signal":0\}\]/);
  t.equal((await second.pty.exited).exitCode, 7);
});

t.test('a client that crashes in the middle of a frame', async (t) => {
  const host = await startHost(t, SHELL);
  const { frame, Type } = await frames();
  const script = `
    const socket = require('net').connect(${JSON.stringify(host.socket)}, () => {
      socket.write(Buffer.from('${frame(Type.attach, { name: 'work', cols: 80, rows: 24 }).toString('hex')}', 'hex'));
      socket.write(Buffer.from('${frame(Type.input, Buffer.from('kept=11\n')).toString('hex')}', 'hex'));
    });
    // What a crash finds on its way may be lost. The echo says that the input has reached the terminal.
    let shown = '';
    socket.on('data', (bytes) => {
      if (shown.includes('kept=11')) return;
      shown += bytes;
      if (!shown.includes('kept=11')) return;
      socket.write(Buffer.from([${Type.input}, 0, 0, 1, 0, 65]), () => console.log('sent'));
    });`;
  const crashing = spawn(process.execPath, ['-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await within(once(crashing.stdout, 'data'), 20_000, 'the half frame');
  crashing.kill('SIGKILL');
  await once(crashing, 'exit');

  const client = await Client.connect(host);
  client.attach('work');
  client.type('echo kept is $kept\n');
  t.ok(await client.expect(/kept is 11\r\n/));
  await client.leave();
});

t.test('a client that sends what is no frame', async (t) => {
  const host = await startHost(t, SHELL);
  const { Type } = await frames();
  for (const bytes of [Buffer.alloc(5, 255), Buffer.from([Type.attach, 0, 0, 0, 1, 0x7b])]) {
    const client = await Client.connect(host);
    client.socket.write(bytes);
    await within(once(client.socket, 'end'), 20_000, 'the refusal');
    t.ok(client.other.has(Type.refused));
  }
  const client = await Client.connect(host);
  client.attach('work');
  client.type('echo alive $((1 + 1))\n');
  t.ok(await client.expect(/alive 2/));
});

t.test('a client that stops reading costs no memory and holds nobody up', async (t) => {
  const host = await startHost(t, SHELL);
  const reader = await Client.connect(host);
  reader.attach('work');
  /** The most memory, in MB, that the host has while 30 MB of output go by. */
  async function peakOfFlood(name: string): Promise<number> {
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, residentMb(host.pid));
      reader.output = reader.output.slice(-4096);
    }, 20);
    t.teardown(() => clearInterval(watch));
    reader.type(`yes "$(seq -s , 25)" | head -c ${FLOOD_MB}000000; echo did ${name}$((30 + 1))\n`);
    await reader.expect(new RegExp(`did ${name}31\r\n`));
    clearInterval(watch);
    return peak;
  }
  const without = await peakOfFlood('without');

  const stuck = await Client.connect(host);
  stuck.attach('work');
  await stuck.expect(/31/);
  stuck.socket.pause();
  const beside = await peakOfFlood('beside');
  t.ok(
    // What is kept for it would be there once more; a lazy garbage collector has part of that.
    beside - without < (2 / 3) * FLOOD_MB,
    `at most ${without.toFixed(0)} MB without it, ${beside.toFixed(0)} MB beside it`,
  );

  stuck.output = '';
  stuck.socket.resume();
  await stuck.expect(/did beside31\r\n/);
  t.ok(stuck.output.includes('\x1bc'), 'it starts anew, with the last part');
  t.ok(stuck.output.length < 2_000_000, `${stuck.output.length} characters`);
});

t.test('the socket is for its user only, and belongs to one host', async (t) => {
  const place = folder(t);
  const socket = path.join(place, 'host');
  const first = await startHost(t, SHELL, socket);
  t.equal(fs.statSync(socket).mode & 0o777, 0o600);
  const second = await runScript(exampleFile('host.mjs'), [socket]);
  t.equal(second.exitCode, 1);
  t.match(second.stderr, /a host is running at/);

  // A host that has crashed leaves its socket behind.
  first.process.kill('SIGKILL');
  await once(first.process, 'exit');
  t.ok(fs.existsSync(socket));
  const third = await startHost(t, SHELL, socket);
  t.ok(
    await until(
      () =>
        new Promise((resolve) => {
          const probe = net.connect(third.socket, () => {
            probe.end();
            resolve(true);
          });
        }),
      20_000,
      'a connection',
    ),
  );
});
