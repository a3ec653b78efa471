import t from 'tap';
import type { FailingLaunch, Failure } from '../fixtures/failing-launches';
import { otherUser, noOtherUser as skip } from '../helpers/otherUser';
import { answerOf } from '../helpers/runScript';
import { sameFailure } from '../helpers/sameFailure';

const HOST = require.resolve('../fixtures/failing-launches');

const cases: Record<string, FailingLaunch & { syscall: string }> = {
  'uid 0': { file: '/bin/true', options: { uid: 0 }, syscall: 'setgroups' },
  'gid 0': { file: '/bin/true', options: { gid: 0 }, syscall: 'setgroups' },
  'another uid and gid': { file: '/bin/true', options: { uid: 1, gid: 1 }, syscall: 'setgroups' },
  'other groups': { file: '/bin/true', options: { groups: [0] }, syscall: 'setgroups' },
};

for (const [title, { syscall, ...launch }] of Object.entries(cases)) {
  t.test(`${title} for a user who is not root: EPERM`, { skip }, async (t) => {
    const [failures] = await answerOf<Record<string, Failure>[]>(
      HOST,
      [JSON.stringify([launch])],
      otherUser,
    );
    sameFailure(t, launch, failures ?? {}, { code: 'EPERM', syscall });
  });
}
