import { TextDecoder } from 'node:util';
import { binding } from '../addon/addon';
import type { TerminalSession } from './session';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The session's leader; 0 when it has ended, because its number may be a stranger's by now. */
function livingLeader({ native, id }: TerminalSession): number {
  return native.expectSignal(0) ? id : 0;
}

/**
 * A living process of the foreground group: its leader, or another one when that has ended; else the
 * session's leader. Undefined when none is known.
 */
export function foregroundPid(session: TerminalSession | undefined): number | undefined {
  if (session === undefined) return undefined;
  const { native, id } = session;
  const group = native.foregroundGroup();
  // Closed, or the program is still on its way.
  if (group < 0) return native.launchState() === undefined ? id : undefined;
  return binding.foregroundProcess(group, livingLeader(session)) || undefined;
}

/** The folder of the first of these whose folder may be read; undefined when none may. */
export function foregroundCwd(session: TerminalSession | undefined): string | undefined {
  if (session === undefined) return undefined;
  const group = session.native.foregroundGroup();
  if (group < 0) return undefined;
  const bytes = binding.foregroundCwd(group, livingLeader(session));
  try {
    return utf8.decode(bytes) || undefined;
  } catch {
    return undefined; // not UTF-8: as a string it would name a folder that does not exist
  }
}
