// timeout: 300 s
import './addon';
import { spawn } from 'flatpty';
import { isAlive, killPid } from '../helpers/processes';
import { until, within } from '../helpers/until';
import { EMULATED } from './addon';
import { ORDERS, scripted } from './scripted';

// On XNU the leader's exit takes the terminal from its descendants, so there is no such thing.
for (const order of EMULATED ? ORDERS : []) {
  scripted('the exit does not wait for a descendant that holds the slave', order, async (t) => {
    const script = 'trap "" HUP; sleep 30 & echo "pid $!"; exit 4';
    const pty = spawn('/bin/sh', ['-c', script]);
    t.teardown(() => pty.destroy());
    let output = '';
    pty.onData((data) => {
      output += data;
    });
    const begun = performance.now();
    const { exitCode } = await within(pty.exited, 5000, 'the exit');
    t.equal(exitCode, 4);
    t.comment(`told ${(performance.now() - begun).toFixed(0)} ms after the spawn`);
    const descendant = Number(/^pid (\d+)\r\n$/.exec(output)?.[1]);
    t.ok(isAlive(descendant), 'the descendant outlives it');
    killPid(descendant);
    await until(() => !isAlive(descendant), 5000, 'the end of the descendant');
  });
}
