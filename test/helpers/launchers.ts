import t, { type Test } from 'tap';
import { launchers } from './launcherNames';
import { isFullSize } from './scale';

/**
 * A test once per launcher; every spawn in `body` goes through that one. Such tests run one after
 * the other.
 */
export function perLauncher(
  title: string,
  body: (t: Test, launcher: string) => Promise<unknown>,
  among: string[] = launchers,
): void {
  for (const launcher of among) {
    t.test(`${title} (${launcher})`, async (t) => {
      const before = process.env.FLATPTY_LAUNCHER;
      process.env.FLATPTY_LAUNCHER = launcher;
      t.teardown(() => {
        if (before === undefined) delete process.env.FLATPTY_LAUNCHER;
        else process.env.FLATPTY_LAUNCHER = before;
      });
      await body(t, launcher);
    });
  }
}

/**
 * As perLauncher, where the launchers have most of their way in common: the small run takes the platform's own
 * and macOS's, which are the first and the last.
 */
export function perMainLauncher(
  title: string,
  body: (t: Test, launcher: string) => Promise<unknown>,
): void {
  const main = [...new Set([launchers[0], launchers.at(-1)])] as string[];
  perLauncher(title, body, isFullSize ? launchers : main);
}
