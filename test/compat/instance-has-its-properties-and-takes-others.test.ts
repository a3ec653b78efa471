import { kill } from './facts/run';
import { withEach } from './libraries';

withEach('own properties', async (t, { spawn }) => {
  const pty = spawn('cat', [], { cols: 91, rows: 19, name: 'vt220' });
  const { _pid, _cols, _rows, _file, _name } = pty;
  t.strictSame([_pid, _cols, _rows, _file, _name], [pty.pid, 91, 19, 'cat', 'vt220']);
  for (const name of ['_pid', '_cols', '_rows', '_file', '_name', '_socket', '_writeStream']) {
    t.ok(Object.hasOwn(pty, name), name);
  }
  pty.resize(100, 40);
  t.strictSame([pty._cols, pty._rows], [100, 40]);
  await kill(pty);
});

// electerm sets termType; somebody overwrites listenerCount, others write.
withEach('properties and methods of the caller’s', async (t, { spawn }) => {
  const pty = spawn('cat');
  t.ok(Object.isExtensible(pty));
  pty.termType = 'ssh';
  pty.listenerCount = () => 5;
  const written: unknown[] = [];
  pty.write = (data: unknown) => {
    written.push(data);
  };
  pty.write('mine');
  t.strictSame([pty.termType, pty.listenerCount(), written], ['ssh', 5, ['mine']]);
  await kill(pty);
});
