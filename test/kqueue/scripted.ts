// Tests in which children die as a script says; see test/native/kqueue_on_epoll/script.h.
import { existsSync, readFileSync } from 'node:fs';
import t, { type Test } from 'tap';
import { EMULATED, TRACE } from './addon';

/** How the emulated kernel tells of deaths: as Linux happens to, and in XNU's order. */
export const ORDERS: string[] = EMULATED ? ['', 'xnu'] : [''];

/** What the emulation noted, oldest first. */
export function trace(): string[] {
  return existsSync(TRACE) ? readFileSync(TRACE, 'utf8').trimEnd().split('\n') : [];
}

/** What it noted of one child, without the pid: `accepted`, `told dead`, `reaped`, ... */
export function traceOf(pid: number): string[] {
  return trace()
    .map((line) => /^(?:proc|waitpid) (\d+) (.*)/.exec(line))
    .filter((match) => Number(match?.[1]) === pid)
    .map((match) => match?.[2] as string);
}

/**
 * A test during which children are put under watch with this script. It fails also when somebody
 * waited for a watched child without WNOHANG, or closed a descriptor before it was unwatched.
 */
export function scripted(
  title: string,
  script: string,
  body: (t: Test) => Promise<unknown>,
): Promise<unknown> {
  const skip = script !== '' && !EMULATED && 'a real kernel takes no script';
  return t.test(script === '' ? title : `${title} (${script})`, { skip }, async (t) => {
    process.env.FLATPTY_KQUEUE_SCRIPT = script;
    t.teardown(() => {
      delete process.env.FLATPTY_KQUEUE_SCRIPT;
    });
    await body(t);
    const faults = trace().filter((line) => /blocks|^fd /.test(line));
    t.strictSame(faults, [], 'nothing blocked and no descriptor was closed under watch');
  });
}

/** As scripted, once per order. */
export function inEveryOrder(title: string, body: (t: Test) => Promise<unknown>): void {
  for (const order of ORDERS) scripted(title, order, body);
}
