// timeout: 300 s
import './addon';
import { spawn } from 'flatpty';
import { residueOf } from '../helpers/census';
import { within } from '../helpers/until';
import { writtenWhenStill } from '../helpers/written';
import { scripted, traceOf } from './scripted';

// Closing the master is what ends the wait of a leader for its reader (ptcclose).
for (const script of ['', 'xnu', 'refuse,wedge,unreapable=20']) {
  scripted('its program ends by the hang-up and nothing stays open', script, async (t) => {
    const residue = await residueOf(async () => {
      const pty = spawn('yes');
      pty.onData(() => {});
      pty.pause();
      await writtenWhenStill(pty.pid);
      pty.destroy();
      t.equal(pty.fd, -1);
      t.equal((await within(pty.exited, 5000, 'the exit')).signal, 1);
      t.equal(traceOf(pty.pid).at(-1), 'reaped');
    });
    t.strictSame(residue, []);
  });
}
