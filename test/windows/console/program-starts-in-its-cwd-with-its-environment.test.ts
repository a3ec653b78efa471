import path from 'node:path';
import t from 'tap';
import { PROBE, run } from '../lib/probe';

t.test('cwd', async (t) => {
  const cwd = path.dirname(PROBE);
  t.match((await run(['cwd'], { cwd })).output, `cwd <${cwd}>`);
});

t.test('env', async (t) => {
  const env = { ...process.env, FLATPTY_TEST: 'é=1; x' };
  t.match((await run(['env', 'flatpty_test'], { env })).output, 'env <é=1; x>');
  t.match((await run(['env', 'FLATPTY_TEST'])).output, 'env none');
});

t.test('TERM is left alone', async (t) => {
  const env = { ...process.env, TERM: undefined };
  t.match((await run(['env', 'TERM'], { env, name: 'xterm' })).output, 'env none');
});
