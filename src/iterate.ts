import type { IDisposable, IEvent } from './types';

interface Source<T> {
  readonly onData: IEvent<T>;
  readonly onClose: IEvent<void>;
  readonly fd: number;
  pause(): void;
  resume(): void;
}

/**
 * The chunks of a terminal as an async iterator: the terminal is paused while the consumer is busy
 * with a chunk, so what it does not take waits in the kernel and not in memory.
 */
export function iterate<T>(source: unknown): AsyncIterableIterator<T> {
  const terminal = source as Source<T>;
  const waiting: T[] = [];
  let ended = terminal.fd === -1;
  let wake: (() => void) | undefined;
  const subscriptions: IDisposable[] = [
    terminal.onData((chunk) => {
      waiting.push(chunk);
      terminal.pause();
      wake?.();
    }),
    terminal.onClose(() => {
      ended = true;
      wake?.();
    }),
  ];
  const generator = (async function* () {
    try {
      for (;;) {
        const chunk = waiting.shift();
        if (chunk !== undefined) {
          yield chunk;
        } else if (ended) {
          return;
        } else {
          terminal.resume();
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      }
    } finally {
      for (const subscription of subscriptions) subscription.dispose();
      terminal.resume();
    }
  })();
  return generator;
}
