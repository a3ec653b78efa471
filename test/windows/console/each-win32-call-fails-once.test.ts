import { spawn } from 'flatpty';
import t from 'tap';
import { leavesNothing } from '../lib/census';
import { arm, isPending } from '../lib/faults';
import { onConsole, PROBE, run, watch } from '../lib/probe';

const ACCESS_DENIED = 5;
const NOT_ENOUGH_MEMORY = 8;
const NO_SYSTEM_RESOURCES = 1450;

t.before(async () => {
  // What is made once and kept: the I/O thread, the pool, what Node opens lazily.
  for (let i = 0; i < 3; i++) await run(['exit', '1']);
});

/** Calls that make the console, with the number of the one that fails: there are two pipes, and two looks at a port. */
const opening: [call: string, nth: number][] = [
  ['NtOpenProcessToken', 1],
  ['CreateJobObjectW', 1],
  ['CreateThreadpoolWait', 1],
  ['CreateNamedPipeW', 1],
  ['CreateFileW', 1],
  ['CreateNamedPipeW', 2],
  ['CreateFileW', 2],
  ['CreateIoCompletionPort', 1],
  ['CreateThreadpoolWork', 1],
  ['CreateIoCompletionPort', 2],
];

for (const [call, nth] of opening) {
  t.test(`no console: ${call}, ${nth}`, (t) =>
    leavesNothing(t, async () => {
      arm(call, nth, ACCESS_DENIED);
      t.throws(() => spawn(PROBE, ['silent', '0'], onConsole()), {
        code: 'EACCES',
        errno: Number,
        syscall: call,
        path: PROBE,
      });
      t.notOk(isPending(call), 'the failure has come');
      t.match(await run(['exit', '4']), { exitCode: 4 }, 'the next terminal works');
    }),
  );
}

/** Calls that start the program on the console; of the first list one call asks for the size, and must fail. */
const launching: [call: string, nth: number][] = [
  ['InitializeProcThreadAttributeList', 2],
  ['UpdateProcThreadAttribute', 1],
  ['UpdateProcThreadAttribute', 2],
  ['CreateProcessW', 1],
];

for (const [call, nth] of launching) {
  const expected = { code: 'EACCES', errno: Number, syscall: call, path: PROBE };

  t.test(`no program: ${call}, ${nth}, thrown on request`, (t) =>
    leavesNothing(t, async () => {
      arm(call, nth, ACCESS_DENIED);
      const options = onConsole({ spawnErrors: 'throw' });
      t.throws(() => spawn(PROBE, ['silent', '0'], options), expected);
      t.notOk(isPending(call), 'the failure has come');
    }),
  );

  t.test(`no program: ${call}, ${nth}, told in the terminal`, (t) =>
    leavesNothing(t, async () => {
      arm(call, nth, ACCESS_DENIED);
      const program = watch(['silent', '0']);
      t.match(await program.ended(), { exitCode: 1, output: new RegExp(`${call}.* failed`) });
      t.match(program.pty.spawnError, expected);
    }),
  );
}

t.test('a read for which there is no memory is tried again', (t) =>
  leavesNothing(t, async () => {
    for (const error of [NOT_ENOUGH_MEMORY, NO_SYSTEM_RESOURCES]) {
      arm('ReadFile', 1, error);
      t.match(await run(['exit', '4']), { exitCode: 4, output: /leaving/ }, 'the first');
      t.notOk(isPending('ReadFile'));
      arm('ReadFile', 2, error);
      t.match(await run(['exit', '4']), { exitCode: 4, output: /leaving/ }, 'a later one');
      t.notOk(isPending('ReadFile'));
    }
  }),
);

t.test('a read that fails for good ends the terminal, and its program', (t) =>
  leavesNothing(t, async () => {
    arm('ReadFile', 1, ACCESS_DENIED);
    const program = watch(['stay']);
    program.pty.kill();
    await program.ended();
    t.notOk(isPending('ReadFile'));
  }),
);

t.test('a write for which there is no memory is tried again', (t) =>
  leavesNothing(t, async () => {
    const program = watch(['line']);
    await program.seen('ready');
    arm('WriteFile', 1, NO_SYSTEM_RESOURCES);
    program.pty.write('typed\r');
    t.match(await program.ended(), { exitCode: 7, output: /got <typed>/ });
    t.notOk(isPending('WriteFile'));
  }),
);

t.test('a wake-up of the I/O thread that fails is made again', (t) =>
  leavesNothing(t, async () => {
    const program = watch(['stay']);
    await program.seen('staying');
    arm('PostQueuedCompletionStatus', 1, NOT_ENOUGH_MEMORY);
    program.pty.kill();
    await program.ended();
    t.notOk(isPending('PostQueuedCompletionStatus'));
  }),
);

t.test('a job that cannot be terminated is an error of killTree', (t) =>
  leavesNothing(t, async () => {
    const program = watch(['stay']);
    await program.seen('staying');
    arm('TerminateJobObject', 1, ACCESS_DENIED);
    await t.rejects(program.pty.killTree({ graceMs: 0 }), {
      code: 'EACCES',
      syscall: 'TerminateJobObject',
    });
    t.notOk(isPending('TerminateJobObject'));
    await program.pty.killTree({ graceMs: 0 });
    await program.ended();
  }),
);
