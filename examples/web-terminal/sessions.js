// All shells of the server, by name, and when each of them ends.
import { Session } from './session.js';

/**
 * @param {{file: string, args: string[], cwd?: string, keepMs: number, most: number}} rules `keepMs`:
 *   how long a shell without a viewer lives; `most`: how many shells there may be.
 */
export function sessions({ file, args, cwd, keepMs, most }) {
  const all = new Map();
  const closing = new Set();

  const close = (id) => {
    const entry = all.get(id);
    if (entry === undefined) return;
    clearTimeout(entry.timer);
    all.delete(id);
    const closed = entry.session.close().catch((error) => console.error(`close: ${error.message}`));
    closing.add(closed);
    closed.then(() => closing.delete(closed));
  };

  return {
    get size() {
      return all.size;
    },

    /**
     * The shell called `id`, started if there is none.
     * @returns {Session | undefined} undefined when there are too many.
     * @throws what spawn() throws.
     */
    find(id, size) {
      const found = all.get(id);
      if (found) {
        clearTimeout(found.timer);
        return found.session;
      }
      if (all.size >= most) return undefined;
      const session = new Session({ file, args, cwd, ...size });
      const entry = { session, timer: undefined };
      all.set(id, entry);
      session.ended.then(() => {
        if (all.get(id) === entry) close(id);
      });
      return session;
    },

    /** The viewer of `id` is gone and may come back. */
    leave(id) {
      const entry = all.get(id);
      if (entry === undefined) return;
      clearTimeout(entry.timer);
      entry.timer = setTimeout(() => close(id), keepMs);
    },

    close,

    async closeAll() {
      for (const id of [...all.keys()]) close(id);
      await Promise.all(closing);
    },
  };
}
