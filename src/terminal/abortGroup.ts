import { callIsolated } from '../compat/eventEmitter2';

/** What an abort ends. */
interface Member {
  abort(): void;
}

/**
 * The members that one AbortSignal ends. The group has one listener, because Node warns of a leak
 * when a signal has more than ten, and a server gives its one signal to thousands of terminals.
 */
class AbortGroup {
  private readonly _members = new Set<Member>();

  constructor(private readonly _signal: AbortSignal) {}

  private readonly _abort = (): void => {
    for (const member of [...this._members]) callIsolated(() => member.abort());
  };

  add(member: Member): void {
    if (this._members.size === 0) {
      this._signal.addEventListener('abort', this._abort);
    }
    this._members.add(member);
  }

  remove(member: Member): void {
    if (!this._members.delete(member) || this._members.size > 0) return;
    this._signal.removeEventListener('abort', this._abort);
  }
}

const groups = new WeakMap<AbortSignal, AbortGroup>();

/**
 * Calls `abort` when `signal` is aborted. What it throws becomes an uncaught exception.
 * @returns ends that; harmless when called again.
 */
export function onAbort(signal: AbortSignal, abort: () => void): () => void {
  let group = groups.get(signal);
  if (group === undefined) {
    group = new AbortGroup(signal);
    groups.set(signal, group);
  }
  const joined = group;
  const member = { abort };
  joined.add(member);
  return () => joined.remove(member);
}
