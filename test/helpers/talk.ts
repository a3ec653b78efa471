import type { Pty } from 'flatpty';
import { until } from './until';

/** A conversation with a program: type, then wait for what it says. */
export interface Talk {
  pty: Pty;
  /** All output so far. */
  output(): string;
  /** Waits for `pattern` in what came since the last match, and resolves to the match. */
  expect(pattern: RegExp, ms?: number): Promise<RegExpExecArray>;
}

export function talk(pty: Pty): Talk {
  let output = '';
  let seen = 0;
  pty.onData((data) => {
    output += data;
  });
  return {
    pty,
    output: () => output,
    expect: async (pattern, ms = 5000) => {
      let match: RegExpExecArray | null = null;
      try {
        await until(
          () => {
            match = pattern.exec(output.slice(seen));
            return match;
          },
          ms,
          `${pattern}`,
        );
      } catch (error) {
        throw new Error(`${(error as Error).message}, got ${JSON.stringify(output.slice(seen))}`);
      }
      const found = match as unknown as RegExpExecArray;
      seen += found.index + found[0].length;
      return found;
    },
  };
}
