// XNU enlarges its table of ptys in two steps, and says ENXIO in between although there is room.
import './doubles';

import { spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';
import { askDoubles, noDoubles } from './doubles';

t.test('three refusals in a row are no failure', { skip: noDoubles }, async (t) => {
  // The count is of the process: these are its first three.
  askDoubles(t, 'grows=3');
  const { output, exitCode } = await collect(spawn('/bin/sh', ['-c', 'echo grown; exit 4']));
  t.equal(output, 'grown\r\n');
  t.equal(exitCode, 4);
});
