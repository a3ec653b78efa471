// What scripts/valgrind.mjs runs under valgrind: every way into the core once, and every way out.

const { open, spawn } = require('../..');

async function run(file, args, options, use = () => {}) {
  const pty = spawn(file, args, options);
  pty.onData(() => {});
  use(pty);
  await pty.exited;
}

async function main() {
  for (const launcher of ['vfork', 'posix_spawn']) {
    process.env.FLATPTY_LAUNCHER = launcher;
    await run('/bin/sh', ['-c', 'printf output; exit 3']);
    await run('/bin/cat', [], {}, (pty) => {
      pty.write('typed\r');
      pty.resize(100, 30);
      pty.write(Buffer.alloc(100_000, 'x'));
      pty.write('\x04');
      setTimeout(() => pty.kill('SIGKILL'), 200);
    });
    await run('/bin/sh', ['-c', 'sleep 30'], {}, (pty) => {
      if (typeof pty.process !== 'string') throw new Error('no title');
      setTimeout(() => pty.destroy(), 200);
    });
    await run('/bin/sh', ['-c', 'head -c 500000 /dev/zero']);
    // Failing: told in the terminal, and thrown.
    await run('/no/such/program', []);
    await run('/bin/true', [], { cwd: '/no/such/folder' });
    for (const [file, options] of [
      ['/no/such/program', {}],
      ['/bin/true', { cwd: '/no/such/folder' }],
    ]) {
      try {
        spawn(file, [], { ...options, spawnErrors: 'throw' });
        throw new Error('did not throw');
      } catch (error) {
        if (error.code !== 'ENOENT') throw error;
      }
    }
    if (process.getuid() === 0) await run('/bin/true', [], { uid: 65534, gid: 65534 });
  }
  const pair = open();
  pair.slave.write('up');
  pair.master.write('down\n');
  await new Promise((resolve) => pair.master.once('data', resolve));
  const closed = new Promise((resolve) => pair.onClose(resolve));
  pair.destroy();
  await closed;
  console.log('valgrind-program: done');
}

main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
