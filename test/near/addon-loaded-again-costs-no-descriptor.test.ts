import './allow';
import t from 'tap';
import { binding } from '#lib/addon/addon';
import { takeCensus } from '../helpers/census';
import { typeToCat } from './typist';

const LOADS = 30;

// As jest does for each test file, in one environment.
t.test(`${LOADS} copies of the library share one look at the event loop`, async (t) => {
  const { pty, comeNear } = typeToCat();
  t.teardown(() => pty.destroy());
  await comeNear();
  const own = Object.keys(require.cache).filter((file) => /[/\\](lib|build)[/\\]/.test(file));
  const before = takeCensus().fds.length;
  for (let i = 0; i < LOADS; i++) {
    for (const file of own) delete require.cache[file];
    const copy = require('#lib/addon/addon') as { binding: typeof binding };
    const { spawn } = require('flatpty') as typeof import('flatpty');
    t.not(copy.binding, binding);
    await spawn('true').exited;
  }
  await comeNear();
  t.ok(takeCensus().fds.length - before < LOADS);
});
