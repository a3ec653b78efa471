import t from 'tap';
import type { Throwing } from '../fixtures/throwing-listeners';
import { answerOf, runScript } from '../helpers/runScript';

t.test('every other listener of that event, and of every other terminal, is told', async (t) => {
  const { heard, uncaught } = await answerOf<Throwing>(
    require.resolve('../fixtures/throwing-listeners'),
  );
  const own = heard.filter((line) => !line.startsWith('other'));
  t.strictSame(own, ['data first', 'data second', 'onClose', 'close', 'onExit', 'exit 3']);
  t.ok(heard.includes('other other'));
  const twice = ['onData', 'data', 'onData', 'data'];
  t.strictSame(uncaught, [...twice, 'onClose', 'close', 'onExit', 'exit'], 'no error is lost');
});

t.test('an error that nobody handles ends the process, as any uncaught exception', async (t) => {
  const script = require.resolve('../fixtures/uncaught-listener');
  const { exitCode, signal, stderr } = await runScript(script);
  t.strictSame({ exitCode, signal }, { exitCode: 1, signal: null });
  t.match(stderr, /Error: thrown by a listener/);
});
