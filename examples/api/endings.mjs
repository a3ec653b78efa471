// The ways in which a program ends.
import { spawn } from 'flatpty';

const report = async (what, pty) => {
  const { exitCode, signal } = await pty.exited;
  console.log(what, exitCode, signal, pty.signalCode, pty.killReason);
};
const sleeper = (options) => spawn('sleep', ['600'], options);

const killed = sleeper();
killed.kill('SIGTERM');
await report('kill', killed);

const hungUp = sleeper();
hungUp.destroy();
await report('destroy', hungUp);

const tree = spawn('sh', ['-c', "trap '' HUP; sleep 600 & echo ready; wait"]);
await tree.waitFor('ready');
const { left, unseen } = await tree.killTree({ signal: 'SIGHUP', graceMs: 100 });
console.log(left.length, unseen); // what had left the session (setsid), and why that could not be looked for
await report('killTree', tree);

const controller = new AbortController();
const aborted = sleeper({ signal: controller.signal, killSignal: 'SIGINT' });
controller.abort();
await report('signal', aborted);

await report('timeout', sleeper({ timeout: 50, killTree: true }));
await report(
  'maxOutput',
  spawn('yes', [], { maxOutput: 1000, forceKillAfter: 1000 }).on('data', () => {}),
);

{
  const disposed = sleeper();
  disposed[Symbol.dispose](); // what `using` calls
  const awaited = sleeper();
  await awaited[Symbol.asyncDispose](); // what `await using` calls
  await report('asyncDispose', awaited);
}

try {
  spawn('no-such-program', ['-x'], { spawnErrors: 'throw' });
} catch (error) {
  // `limit` is the limit that was met, where it was one: {name, value, inUse, scope}.
  console.log(error.code, error.path, error.spawnargs, error.limit);
}

// unref() lets this process end although the program runs, which hangs it up; ref() takes that back.
const last = sleeper();
last.ref();
last.unref();

// Prints:
// kill 0 15 SIGTERM undefined
// destroy 0 1 SIGHUP undefined
// 0 undefined
// killTree 0 9 SIGKILL undefined
// signal 0 2 SIGINT abort
// timeout 0 1 SIGHUP timeout
// maxOutput 0 1 SIGHUP maxOutput
// asyncDispose 0 1 SIGHUP undefined
// ENOENT no-such-program [ '-x' ] undefined
