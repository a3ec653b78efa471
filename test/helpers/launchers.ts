import t, { type Test } from 'tap';
import { launchers } from './launcherNames';

/**
 * A test once per launcher; every spawn in `body` goes through that one. Such tests run one after
 * the other.
 */
export function perLauncher(
  title: string,
  body: (t: Test, launcher: string) => Promise<unknown>,
): void {
  for (const launcher of launchers) {
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
