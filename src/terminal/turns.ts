// Work on many things on the JS thread, in turns of the event loop that are short.
import { now, setImmediate } from '../node';

/** What one turn may take, in ms: less than 2, with the last piece of work. */
const TURN_MS = 1.5;

/** So few take no time that counts. */
const FEW = 8;

/** Resolves in the next turn of the event loop. */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** Calls `visit` with each item, at most 2 ms in one turn of the event loop. */
export async function inTurns<T, R>(items: Iterable<T>, visit: (item: T) => R): Promise<R[]> {
  const list = [...items];
  const results: R[] = [];
  // What came before in this turn has taken its time.
  if (list.length > FEW) await nextTurn();
  let until = now() + TURN_MS;
  for (const item of list) {
    if (now() >= until) {
      await nextTurn();
      until = now() + TURN_MS;
    }
    results.push(visit(item));
  }
  return results;
}
