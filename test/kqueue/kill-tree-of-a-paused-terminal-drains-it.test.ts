// timeout: 300 s
import './addon';
import { spawn } from 'flatpty';
import { othersHaveCome } from '../helpers/othersHaveCome';
import { until, within } from '../helpers/until';
import { scripted, traceOf } from './scripted';

// As with kill(): no leader dies on XNU while its output is unread.
const programs: [title: string, program: string, signal: number][] = [
  ['a flood', 'exec yes', 1],
  ['a shell whose command floods', 'yes; true', 1],
  ['a flood that ignores SIGHUP', 'trap "" HUP; exec yes', 9],
];

for (const [title, program, signal] of programs) {
  scripted(`${title} is over and its exit told`, 'xnu', async (t) => {
    const pty = spawn('/bin/sh', ['-c', program]);
    t.teardown(() => pty.destroy());
    let told = 0;
    pty.onData(() => {
      told += 1;
    });
    await until(() => told > 0, 5000, 'some output');
    pty.pause();
    await othersHaveCome(); // what was on its way has come
    await within(pty.killTree({ graceMs: 300 }), 10_000, 'killTree()');
    const exit = await within(pty.exited, 5000, 'the exit, although nobody reads');
    t.strictSame(exit, { exitCode: 0, signal });
    t.equal(traceOf(pty.pid).at(-1), 'reaped');
  });
}
