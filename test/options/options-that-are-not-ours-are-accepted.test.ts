import { open, spawn } from 'flatpty';
import t from 'tap';
import { collect } from '../helpers/collect';

const runs = async (options: object | null | undefined) =>
  (await collect(spawn('sh', ['-c', 'exit 7'], options))).exitCode;

t.test('options of Windows, which electerm and VS Code pass everywhere', async (t) => {
  const options = { useConpty: true, useConptyDll: true, conptyInheritCursor: true };
  t.equal(await runs(options), 7);
  t.equal(await runs({ useConpty: undefined, useConptyDll: 'x', conptyInheritCursor: 1 }), 7);
  t.equal(await runs({ experimentalUseConpty: true, winptyTtyMode: 1 }), 7, 'former ones too');
});

t.test('unknown options', async (t) => {
  t.equal(await runs({ noSuchOption: true, [Symbol('x')]: 1, __proto__: { other: 1 } }), 7);
  t.equal(await runs({ shell: true, stdio: 'inherit', detached: true }), 7, 'child_process’s');
  t.doesNotThrow(() => open({ noSuchOption: true } as object).destroy());
});

t.test('no options, no args', async (t) => {
  for (const nothing of [undefined, null]) {
    t.equal(await runs(nothing), 7);
    t.equal((await collect(spawn('true', nothing, nothing))).exitCode, 0);
    t.doesNotThrow(() => open(nothing).destroy());
  }
  t.equal((await collect(spawn('true', []))).exitCode, 0);
});

t.test('every option may be undefined or null, which is "not given"', async (t) => {
  const names = [
    ...['name', 'cols', 'rows', 'cwd', 'env', 'encoding', 'uid', 'gid', 'groups', 'argv0'],
    ...['pixelSize', 'termios', 'signal', 'killSignal', 'handleFlowControl'],
    ...['flowControlPause', 'flowControlResume', 'spawnErrors'],
  ];
  const absent = Object.fromEntries(names.map((name) => [name, undefined]));
  t.equal(await runs(absent), 7, 'undefined');
  for (const name of names) {
    t.equal(await runs({ [name]: null }).catch(String), 7, `${name}: null`);
  }
});
