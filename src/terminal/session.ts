import { binding } from '../addon/addon';
import { factsAt, type ProcessFacts, placesIn } from '../addon/processes';
import type { OwnCgroup } from './ownCgroup';
import type { PtyHandle } from './ptyHandle';
import { inTurns, nextTurn } from './turns';

/** What a look at a session may take of the JS thread in one turn, in microseconds. */
const SLICE_US = 1500;

/** The terminal as killTree and processes() need it. */
export interface TerminalSession {
  native: PtyHandle;
  /** The session's number, which is its leader's pid. */
  id: number;
  slaveName: string;
  /** The cgroup that is the terminal's alone. */
  cgroup?: OwnCgroup;
}

export interface LookOptions {
  /** Sent to each group with a member, as soon as it is found. Default: 0, none. */
  signal?: number;
  /** Also look for processes that have left the session. */
  strays?: boolean;
  /** Sessions that programs of this one have begun, and that count as this one. */
  begun?: Float64Array;
  /** Processes that descend from a member make their sessions such, as they are found. */
  takesIn?: boolean;
  /** The group that `signal` is not sent to. */
  sparedGroup?: number;
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
  /** The begun sessions that are not over, with those that were taken in. */
  begun: Float64Array;
}

export const NONE_BEGUN = new Float64Array(0);

/** The session, and the one that has taken its terminal over (setsid -c), if any. */
function sessionsOf({ native, id, slaveName }: TerminalSession): number[] {
  const group = native.foregroundGroup();
  const controlling = group > 0 ? binding.controllingSession(group, slaveName) : 0;
  return controlling > 1 && controlling !== id ? [id, controlling] : [id];
}

const toFacts = (numbers: Int32Array): Promise<ProcessFacts[]> =>
  inTurns(placesIn(numbers), (at) => factsAt(numbers, at));

/** Looks at a session's processes, in slices of at most 2 ms of the JS thread. Starts nothing. */
export async function lookAt(session: TerminalSession, options: LookOptions = {}): Promise<Look> {
  const { signal = 0, strays = false, thorough = false, takesIn = false } = options;
  const look = binding.beginLook({
    leaderReaped: !session.native.expectSignal(signal),
    sessions: sessionsOf(session),
    begun: options.begun ?? NONE_BEGUN,
    takesIn,
    signal,
    sparedGroup: options.sparedGroup ?? 0,
    slaveName: strays ? session.slaveName : '',
    thorough,
  });
  for (;;) {
    const found = binding.continueLook(look, SLICE_US);
    if (found !== undefined) {
      const [members, others, refused, unreaped, begun] = found;
      return {
        members: await toFacts(members),
        strays: await toFacts(others),
        refused: [...refused],
        unreaped,
        begun,
      };
    }
    await nextTurn();
  }
}
