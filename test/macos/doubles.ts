// For tests of what macOS builds, over doubles of Darwin's calls. To be imported before 'flatpty'.
import '../kqueue/addon';
import type { Test } from 'tap';
import { EMULATED } from '../kqueue/addon';

/** False, or why a test that asks something of the doubles cannot run. */
export const noDoubles: false | string = EMULATED ? false : 'a real kernel takes no orders';

/** Asks it of the doubles for the length of the test: see test/macos/darwin/words.h. */
export function askDoubles(t: Test, words: string): void {
  process.env.FLATPTY_DARWIN = words;
  t.teardown(() => {
    delete process.env.FLATPTY_DARWIN;
  });
}
