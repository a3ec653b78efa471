import { spawn } from 'flatpty';
import t from 'tap';
import { residueSince, takeCensus } from '../helpers/census';
import { children } from '../helpers/children';
import { collect } from '../helpers/collect';
import { failures } from '../helpers/failures';
import { folder } from '../helpers/folder';
import { perLauncher } from '../helpers/launchers';
import { openDescriptors } from '../helpers/refused';

function thrownBy(call: () => unknown): NodeJS.ErrnoException & { spawnargs?: string[] } {
  try {
    call();
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
  throw new Error('it did not throw');
}

perLauncher('an ErrnoException, and nothing is kept', async (t) => {
  await collect(spawn('/bin/true')); // starts what belongs to the process for good
  const before = takeCensus();
  for (const { title, file, args, options, ...failure } of failures(folder(t))) {
    const descriptors = openDescriptors();
    const error = thrownBy(() => spawn(file, args, { ...options, spawnErrors: 'throw' }));
    t.type(error, Error);
    t.match(
      error,
      { code: failure.code, errno: failure.errno, syscall: failure.syscall, path: failure.path },
      title,
    );
    t.strictSame(error.spawnargs, args, `${title}: spawnargs`);
    t.ok(error.message.endsWith(failure.words), `${title}: ${error.message.slice(-80)}`);
    // The child is reaped and everything closed by the time of the throw.
    t.strictSame(openDescriptors(), descriptors, `${title}: descriptors`);
    t.strictSame(children(), [], `${title}: children and zombies`);
  }
  t.strictSame(await residueSince(before), [], 'ptys and threads');
});

perLauncher('a hundred failures in a row leave nothing', async (t) => {
  await collect(spawn('/bin/true'));
  const before = takeCensus();
  for (let i = 0; i < 100; i++) {
    thrownBy(() => spawn('/no/such/program', [], { spawnErrors: 'throw' }));
  }
  t.strictSame(await residueSince(before), []);
});

t.test('a program that starts does not throw', async (t) => {
  const pty = spawn('sh', ['-c', 'exit 3'], { spawnErrors: 'throw' });
  t.equal((await collect(pty)).exitCode, 3);
  t.equal(pty.spawnError, undefined);
});
