import { kill, listen } from './facts/run';
import { type Library, withEach } from './libraries';

/** What a program has of some variables. */
async function variables(library: Library, options: object): Promise<string> {
  const script = 'echo "$TERM|$PWD|$TMUX|$STY|$COLUMNS|$A|"; read go';
  const pty = library.spawn('/bin/sh', ['-c', script], options);
  const output = await listen(pty).has(/\n/);
  await kill(pty);
  return output.trim();
}

withEach('name, cwd and env', async (t, library) => {
  const options = { name: 'vt220', cwd: '/usr', env: { A: '1', TERM: 'x', TMUX: 'kept' } };
  t.equal(await variables(library, options), 'vt220|/usr|kept|||1|');
});

withEach(
  'TMUX, STY and COLUMNS are taken out of process.env, not of a copy',
  async (t, library) => {
    const before = { ...process.env };
    Object.assign(process.env, { TMUX: 'a', STY: 'b', COLUMNS: '9', TERM: 'screen' });
    t.teardown(() => {
      for (const name of ['TMUX', 'STY', 'COLUMNS', 'TERM']) {
        if (before[name] === undefined) delete process.env[name];
        else process.env[name] = before[name];
      }
    });
    const cwd = '/';
    t.equal(await variables(library, { cwd }), 'screen|/|||||');
    t.equal(await variables(library, { cwd, env: process.env }), 'screen|/|||||');
    t.equal(await variables(library, { cwd, env: { ...process.env } }), 'screen|/|a|b|9||');
  },
);
