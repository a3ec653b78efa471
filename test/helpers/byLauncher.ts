import { launchers } from './launcherNames';

/** What `observe` resolves to under each launcher, one after the other. */
export async function byLauncher<T>(observe: () => Promise<T>): Promise<Record<string, T>> {
  const before = process.env.FLATPTY_LAUNCHER;
  const answers: Record<string, T> = {};
  try {
    for (const launcher of launchers) {
      process.env.FLATPTY_LAUNCHER = launcher;
      answers[launcher] = await observe();
    }
  } finally {
    if (before === undefined) delete process.env.FLATPTY_LAUNCHER;
    else process.env.FLATPTY_LAUNCHER = before;
  }
  return answers;
}
