// timeout: 300 s
import './addon';
import t from 'tap';
import { describeNative } from '#lib/addon/addon';
import { run } from '../helpers/collect';
import { EMULATED } from './addon';
import { trace } from './scripted';

t.test('the addon under test has the kqueue poller', async (t) => {
  t.equal(describeNative().exitWatch, 'EVFILT_PROC');
  t.equal(describeNative().launcher, process.env.FLATPTY_LAUNCHER);
});

t.test('and a child goes through it', { skip: !EMULATED && 'no trace' }, async (t) => {
  t.equal((await run('/bin/sh', ['-c', 'exit 7'])).exitCode, 7);
  t.equal(trace().filter((line) => /^proc \d+ (accepted|refused)$/.test(line)).length, 1);
  t.equal(trace().filter((line) => /^waitpid \d+ reaped$/.test(line)).length, 1);
});
