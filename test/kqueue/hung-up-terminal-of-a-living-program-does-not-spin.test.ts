// timeout: 300 s
import './addon';
import { spawn } from 'flatpty';
import { terminalDescriptors } from '../helpers/terminalDescriptors';
import { until, within } from '../helpers/until';
import { EMULATED } from './addon';
import { assertAsleep } from './asleep';
import { ORDERS, scripted } from './scripted';

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
    await assertAsleep(t);
    t.equal((await within(pty.exited, 5000, 'the exit')).exitCode, 0);
    t.equal(output, 'gone\r\nback\r\n');
  });
}
