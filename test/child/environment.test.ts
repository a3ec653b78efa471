import type { IPtyForkOptions } from 'flatpty';
import t, { type Test } from 'tap';
import { run } from '../helpers/collect';
import { folder } from '../helpers/folder';
import { perLauncher } from '../helpers/launchers';

/** The environment that a program finds, read from the kernel: no shell in between adds to it. */
async function environment(options: IPtyForkOptions): Promise<Record<string, string>> {
  const { output } = await run('/bin/cat', ['/proc/self/environ'], options);
  const entries = output.split('\0').filter(Boolean);
  return Object.fromEntries(
    entries.map((entry) => [
      entry.slice(0, entry.indexOf('=')),
      entry.slice(entry.indexOf('=') + 1),
    ]),
  );
}

/** Sets variables of this process for the length of `t`; undefined takes one out. */
function set(t: Test, variables: Record<string, string | undefined>): void {
  const before = Object.keys(variables).map((key) => [key, process.env[key]] as const);
  const apply = ([key, value]: readonly [string, string | undefined]) => {
    if (value === undefined) delete process.env[key];
    else process.env[key] = value;
  };
  Object.entries(variables).forEach(apply);
  t.teardown(() => before.forEach(apply));
}

const OUTER = {
  TMUX: 'socket,1,0',
  TMUX_PANE: '%0',
  STY: '1.pts-0',
  WINDOW: '1',
  WINDOWID: '2',
  TERMCAP: 'x',
  COLUMNS: '99',
  LINES: '66',
};

perLauncher('an env given is all there is, but for TERM and PWD', async (t) => {
  const env = { A: '1', EMPTY: '', 'WITH SPACE': ' =x= ', UMLAUT: 'ä€😀', LINE: 'a\tb' };
  t.strictSame(await environment({ env, cwd: '/' }), { ...env, PWD: '/', TERM: 'xterm' });
});

perLauncher('an empty env', async (t) => {
  t.strictSame(await environment({ env: {}, cwd: '/' }), { PWD: '/', TERM: 'xterm' });
});

t.test('undefined values are left out, other values are made text', async (t) => {
  const env = {
    KEPT: 'x',
    GONE: undefined,
    NUMBER: 7,
    FLAG: false,
  } as unknown as NodeJS.ProcessEnv;
  const found = await environment({ env });
  t.notOk('GONE' in found);
  t.match(found, { KEPT: 'x', NUMBER: '7', FLAG: 'false' });
});

t.test("without env it is this process's, as it is at the moment of the spawn", async (t) => {
  set(t, { FLATPTY_TEST_VARIABLE: 'present' });
  t.equal((await environment({})).FLATPTY_TEST_VARIABLE, 'present');
  t.equal((await environment({ env: process.env })).FLATPTY_TEST_VARIABLE, 'present');
});

t.test('every change of process.env between two spawns counts', async (t) => {
  const names = ['FLATPTY_TEST_A', 'FLATPTY_TEST_B', 'FLATPTY_TEST_C'] as const;
  const [a, b, c] = names;
  const found = async () => {
    const all = await environment({});
    return names.map((name) => all[name]);
  };
  set(t, { [a]: '1', [b]: '2', [c]: undefined });
  t.strictSame(await found(), ['1', '2', undefined]);
  set(t, { [a]: 'changed' });
  t.strictSame(await found(), ['changed', '2', undefined]);
  set(t, { [a]: undefined, [c]: '3' });
  t.strictSame(await found(), [undefined, '2', '3'], 'one gone, another there');
  set(t, { [b]: undefined, [c]: undefined });
  t.strictSame(await found(), [undefined, undefined, undefined]);
});

t.test('an object in the place of process.env is read as any other', async (t) => {
  const { env } = process;
  t.teardown(() => {
    process.env = env;
  });
  process.env = Object.defineProperty({ A: '1', LINES: '66' }, 'HIDDEN', { value: '2' });
  t.strictSame(await environment({ cwd: '/' }), { A: '1', PWD: '/', TERM: 'xterm' });
  process.env = env;
  t.match(await environment({}), { PATH: env.PATH });
});

t.test('TERM: name, else that of the env, else xterm', async (t) => {
  set(t, { TERM: 'of-this-process' });
  t.equal((await environment({ name: 'chosen' })).TERM, 'chosen');
  t.equal((await environment({ name: 'chosen', env: { TERM: 'of-env' } })).TERM, 'chosen');
  t.equal((await environment({ env: { TERM: 'of-env' } })).TERM, 'of-env');
  t.equal((await environment({})).TERM, 'of-this-process');
  t.equal((await environment({ env: {} })).TERM, 'xterm', 'and never that of another env');
  t.equal((await environment({ env: { TERM: '' } })).TERM, 'xterm');
});

t.test('PWD is where the program starts, whatever the env says', async (t) => {
  const cwd = folder(t);
  t.equal((await environment({ cwd, env: { PWD: '/elsewhere' } })).PWD, cwd);
  set(t, { PWD: '/elsewhere' });
  t.equal((await environment({})).PWD, process.cwd());
});

t.test('variables of the terminal around are taken out of process.env', async (t) => {
  set(t, OUTER);
  for (const options of [{}, { env: process.env }]) {
    const found = await environment(options);
    t.strictSame(
      Object.keys(OUTER).filter((key) => key in found),
      [],
    );
  }
  t.match(process.env, OUTER, 'this process keeps them');
});

t.test('they are left in an env that the caller has put together', async (t) => {
  t.match(await environment({ env: { ...OUTER } }), OUTER);
});
