import { binding } from '../addon/addon';
import { type ProcessFacts, toFacts } from '../addon/processes';
import { setImmediate } from '../node';
import type { PtyHandle } from './ptyHandle';

/** What a look at a session may take of the JS thread in one turn, in microseconds. */
const SLICE_US = 1500;

/** The terminal as killTree and processes() need it. */
export interface TerminalSession {
  native: PtyHandle;
  /** The session's number, which is its leader's pid. */
  id: number;
  slaveName: string;
}

export interface LookOptions {
  /** Sent to each group with a member, as soon as it is found. Default: 0, none. */
  signal?: number;
  /** Also look for processes that have left the session. */
  strays?: boolean;
  /** Numbers of sessions that count as this one's. */
  also?: Iterable<number>;
  /** Also look for what the OS hides from this user, by trying every pid. */
  thorough?: boolean;
}

/** What was found. All of it lived when it was looked at. */
export interface Look {
  members: ProcessFacts[];
  /** Processes that came from the session, or have its terminal open, and are not its members. */
  strays: ProcessFacts[];
  /** Members that this process may not signal. */
  refused: number[];
  /** Members that have ended and that their parents have not reaped. */
  unreaped: number;
}

/** The session, and the one that has taken its terminal over (setsid -c), if any. */
function sessionsOf({ native, id, slaveName }: TerminalSession): number[] {
  const group = native.foregroundGroup();
  const controlling = group > 0 ? binding.controllingSession(group, slaveName) : 0;
  return controlling > 1 && controlling !== id ? [id, controlling] : [id];
}

/** Looks at a session's processes, in slices of at most 2 ms of the JS thread. Starts nothing. */
export async function lookAt(
  session: TerminalSession,
  { signal = 0, strays = false, also = [], thorough = false }: LookOptions = {},
): Promise<Look> {
  const reaped = !session.native.expectSignal(signal);
  const slaveName = strays ? session.slaveName : '';
  const sessions = [...new Set([...sessionsOf(session), ...also])];
  const look = binding.beginLook(sessions, reaped, signal, slaveName, thorough);
  for (;;) {
    const found = binding.continueLook(look, SLICE_US);
    if (found !== undefined) {
      const [members, others, refused, unreaped] = found;
      return {
        members: toFacts(members),
        strays: toFacts(others),
        refused: [...refused],
        unreaped,
      };
    }
    await new Promise<void>((resolve) => {
      setImmediate(resolve);
    });
  }
}
