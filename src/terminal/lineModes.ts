import { asSystemError, invalidArgType } from '../errors';
import type { TermiosModes } from '../interfaces';
import { Given } from '../spawn/given';
import type { PtyHandle } from './ptyHandle';

/** How the terminal treats what is typed; undefined once it is closed. */
export function modesOf(handle: PtyHandle): TermiosModes | undefined {
  try {
    const modes = handle.modes();
    return modes === undefined ? undefined : { raw: modes[0], echo: modes[1] };
  } catch (error) {
    throw asSystemError(error, 'termios');
  }
}

function flag(name: string, value: unknown): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw invalidArgType(name, 'a boolean', value);
}

/** Changes what is given; see PtyAdditions.setTermios. */
export function setModes(handle: PtyHandle, wanted: Partial<TermiosModes>): void {
  if (typeof wanted !== 'object' || wanted === null) {
    throw invalidArgType('modes', 'an object', wanted);
  }
  const given = new Given(wanted);
  const raw = flag('modes.raw', given.get('raw'));
  const echo = flag('modes.echo', given.get('echo'));
  const now = modesOf(handle);
  if (now === undefined) return;
  // As at the spawn: a raw terminal has no echo, a cooked one has, unless the caller says otherwise.
  const byMode = raw === undefined ? now.echo : !raw;
  try {
    handle.setModes(raw ?? now.raw, echo ?? byMode);
  } catch (error) {
    throw asSystemError(error, 'setTermios');
  }
}
