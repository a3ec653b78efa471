import { nextTick } from '../node';
import type { IDisposable, IEvent } from '../types';

interface Source<T> {
  readonly onData: IEvent<T>;
  readonly onClose: IEvent<void>;
  pause(): void;
  resume(): void;
}

/**
 * The chunks of a terminal as an async iterator: the terminal is paused while the consumer is busy
 * with a chunk, so what it does not take waits in the kernel and not in memory.
 * @param state `closed`: no new output comes, but some is kept for the first who listens.
 */
export function iterate<T>(
  source: unknown,
  state: () => 'open' | 'closed' | 'over',
): AsyncIterableIterator<T> {
  const terminal = source as Source<T>;
  const waiting: T[] = [];
  let wake: (() => void) | undefined;
  const subscriptions: IDisposable[] = [
    terminal.onData((chunk) => {
      waiting.push(chunk);
      terminal.pause();
      wake?.();
    }),
    terminal.onClose(() => {
      wake?.();
    }),
  ];
  let left = false;
  const leave = () => {
    if (left) return;
    left = true;
    for (const subscription of subscriptions) subscription.dispose();
    terminal.resume();
  };
  const generator = (async function* () {
    try {
      for (;;) {
        const chunk = waiting.shift();
        if (chunk !== undefined) {
          yield chunk;
        } else if (state() === 'over') {
          return;
        } else {
          terminal.resume();
          await new Promise<void>((resolve) => {
            wake = resolve;
            // After the close nothing but resume() above tells kept output: in the next tick.
            if (state() === 'closed') nextTick(resolve);
          });
        }
      }
    } finally {
      leave();
    }
  })();
  // A generator that has not been asked for anything ends without its finally.
  const end = generator.return.bind(generator);
  generator.return = (value) => {
    leave();
    return end(value);
  };
  return generator;
}
