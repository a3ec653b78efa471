import type { Test } from 'tap';
import type { Limit } from '#lib/errors';
import { launchers } from '../../helpers/launcherNames';
import type { AtLimit, Refusal } from './refusals';

/** Checks that each refusal is `expected`, and that its text ends with strerror's words. */
export function checkRefusals(
  t: Test,
  refusals: Refusal[],
  expected: (launcher: string) => { code: string; syscall?: string; limit?: Partial<Limit> },
  text: RegExp,
  names: string[] = launchers,
): void {
  t.equal(refusals.length, 2 * names.length, 'each launcher, both ways');
  for (const { launcher, spawnErrors, error } of refusals) {
    const name = `${launcher}, '${spawnErrors}'`;
    t.match(error, expected(launcher), `${name}: thrown: ${error?.message}`);
    t.match(error?.message, text, `${name}: names the limit and its use`);
  }
  t.comment(refusals[0]?.error?.message);
}

/** Checks that nothing is kept, and that all works with room again. */
export function checkHealed(t: Test, { residue, healed }: AtLimit): void {
  t.strictSame(residue, [], 'nothing is kept');
  t.strictSame(
    healed,
    launchers.map(() => 7),
    'it works with room again',
  );
}
