// timeout: 300 s
import './addon';
import { setTimeout as delay } from 'node:timers/promises';
import { spawn } from 'flatpty';
import { terminalDescriptors } from '../helpers/terminalDescriptors';
import { until, within } from '../helpers/until';
import { EMULATED } from './addon';
import { ORDERS, scripted } from './scripted';

const WATCHED_MS = 300;

// On XNU the helper has pinned the terminal (child_pin_terminal), so that it never hangs up before
// its leader has exited.
for (const order of EMULATED ? ORDERS : []) {
  scripted('it costs no processor time and can come back', order, async (t) => {
    const script = 'echo gone; exec <&- >&- 2>&-; sleep 1; exec </dev/tty >/dev/tty; echo back';
    const pty = spawn('/bin/sh', ['-c', script]);
    t.teardown(() => pty.destroy());
    let output = '';
    pty.onData((data) => {
      output += data;
    });
    await until(() => output === 'gone\r\n', 5000, 'the first line');
    await until(() => terminalDescriptors(pty) === 0, 5000, 'sh to close its descriptors');
    const before = process.cpuUsage();
    await delay(WATCHED_MS);
    const used = process.cpuUsage(before);
    const ms = (used.user + used.system) / 1000;
    t.comment(`${ms.toFixed(1)} ms of processor time in ${WATCHED_MS} ms`);
    t.ok(ms < WATCHED_MS / 3, 'the I/O thread sleeps');
    t.equal((await within(pty.exited, 5000, 'the exit')).exitCode, 0);
    t.equal(output, 'gone\r\nback\r\n');
  });
}
