// Somebody who types into terminals and waits for the echo. Whether that was read on the JS thread is
// counted by the addon, never timed.
import { setTimeout as delay } from 'node:timers/promises';
import { type Pty, spawn } from 'flatpty';
import { binding } from '#lib/addon/addon';
import { type Talk, talk } from '../helpers/talk';
import { within } from '../helpers/until';

/** A terminal that has been quiet for 50 ms comes near. */
const QUIET_MS = 60;
const PATIENCE_MS = 20_000;

/** How often terminals were read on this thread so far. */
export function nearReads(): number {
  return binding.nearReads?.() ?? 0;
}

export interface Typist extends Talk {
  /** Types `text` and waits for the echo. */
  echo(text: string): Promise<unknown>;
  /** Types until an echo is read near. */
  comeNear(): Promise<void>;
}

/** @param enter what is typed after a text  @param end what its echo ends with */
function typist(pty: Pty, enter: string, end: string): Typist {
  const conversation = talk(pty);
  const echo = (text: string) => {
    pty.write(text + enter);
    return conversation.expect(new RegExp(text + end), PATIENCE_MS);
  };
  async function typeUntilNear(): Promise<void> {
    for (;;) {
      const before = nearReads();
      await echo('near');
      if (nearReads() > before) return;
      await delay(QUIET_MS);
    }
  }
  const comeNear = () => within(typeUntilNear(), PATIENCE_MS, 'an echo that is read near');
  return { ...conversation, echo, comeNear };
}

/** `cat`, which gives back each byte as it is. */
export function typeToCat(): Typist {
  return typist(spawn('cat', [], { termios: { raw: true, echo: false } }), '', '');
}

/** A shell that gives back each line until one is `go`, then runs `script`. */
export function typeToShell(script: string): Typist {
  const loop = `while read -r line && [ "$line" != go ]; do echo "$line"; done; ${script}`;
  return typist(spawn('/bin/sh', ['-c', loop], { termios: { echo: false } }), '\r', '\r\n');
}
