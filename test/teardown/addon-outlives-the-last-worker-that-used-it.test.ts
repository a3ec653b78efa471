import type { WithoutTheAddon } from '../fixtures/host-without-the-addon';
import { perMainLauncher } from '../helpers/launchers';
import { answerOf } from '../helpers/runScript';

perMainLauncher(
  'workers load the addon one after the other, and the main thread never',
  async (t) => {
    const host = require.resolve('../fixtures/host-without-the-addon');
    const { mapped, faults } = await answerOf<WithoutTheAddon>(host);
    t.strictSame(faults, [], 'the terminals of each next worker work');
    t.strictSame(mapped, [false, true, true, true, true, true], 'once loaded, it stays');
  },
);
