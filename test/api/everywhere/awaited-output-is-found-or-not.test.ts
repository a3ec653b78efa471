import t from 'tap';
import { start } from '../../helpers/anyProgram';

t.test('each call goes on after the match before it', async (t) => {
  const pty = start('answers');
  await pty.waitFor('ready');
  pty.write('one\r');
  t.equal((await pty.waitFor(/got <(\w+)>/))[1], 'one');
  pty.write('two\r');
  t.equal((await pty.waitFor(/got <(\w+)>/))[1], 'two');
  pty.write('quit\r');
  t.match(await pty.exited, { exitCode: 0 });
});

t.test('the end comes first', async (t) => {
  const pty = start('exit', '0');
  await t.rejects(pty.waitFor('never'), { code: 'ERR_FLATPTY_ENDED', output: /leaving/ });
});

t.test('a timeout, an abort', async (t) => {
  const pty = start('stay');
  await pty.waitFor('staying');
  await t.rejects(pty.waitFor('never', { timeout: 50 }), { code: 'ERR_FLATPTY_TIMEOUT' });
  await t.rejects(pty.waitFor('never', { signal: AbortSignal.abort() }), { code: 'ABORT_ERR' });
  pty.kill();
  await pty.exited;
});
