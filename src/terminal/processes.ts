import { binding } from '../addon/addon';
import type { ProcessFacts, StateLetter } from '../addon/processes';
import type { SessionProcess } from '../interfaces';
import { lookAt, type TerminalSession } from './session';
import { inTurns } from './turns';

const STATES = {
  R: 'running',
  S: 'sleeping',
  D: 'blocked',
  T: 'stopped',
  Z: 'zombie',
  '?': 'unknown',
} as const satisfies Record<StateLetter, SessionProcess['state']>;

export function describeProcess({ pid, parent, group, state }: ProcessFacts): SessionProcess {
  const command = binding.processCommand(pid);
  return { pid, ppid: parent, group, command, state: STATES[state] };
}

/**
 * The living processes of a terminal's session, by pid. Starts no process and no thread, and takes at
 * most 2 ms of the JS thread in one turn.
 */
export async function listProcesses(
  session: TerminalSession | undefined,
): Promise<SessionProcess[]> {
  if (session === undefined) return [];
  const { members } = await lookAt(session, { thorough: true });
  return (await inTurns(members, describeProcess)).sort((a, b) => a.pid - b.pid);
}
