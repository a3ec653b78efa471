import t from 'tap';
import { run } from '../lib/probe';

t.test('a program that never touches its console', async (t) => {
  t.match(await run(['silent', '7']), { exitCode: 7 });
});
