// timeout: 300 s
import './addon';
import { spawn } from 'flatpty';
import { collect } from '../helpers/collect';
import { scripted, traceOf } from './scripted';

scripted('a child whose death is told to nobody is reaped', 'lost', async (t) => {
  const pty = spawn('/bin/sh', ['-c', 'echo gone; exit 8']);
  const { output, exitCode } = await collect(pty);
  t.equal(output, 'gone\r\n');
  t.equal(exitCode, 8);
  t.strictSame(traceOf(pty.pid), ['accepted', 'reaped'], 'without NOTE_EXIT');
});
