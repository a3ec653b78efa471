import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline';
import t from 'tap';
import type { Answer } from '../fixtures/host-out-of-processes';
import { isRoot } from '../helpers/identity';
import { within } from '../helpers/until';

const PATIENCE_MS = 20_000;

/** A uid that no process has: RLIMIT_NPROC counts what the user runs, and does not bind root. */
function unusedUid(): number {
  const used = new Set<number>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      used.add(statSync(`/proc/${name}`).uid);
    } catch {} // it has ended
  }
  for (;;) {
    const uid = 1_000_000_000 + Math.floor(Math.random() * 1_000_000_000);
    if (!used.has(uid)) return uid;
  }
}

/** A host that answers a line for a line. */
function startHost(args: string[]): { child: ChildProcess; ask(word: string): Promise<Answer> } {
  const script = require.resolve('../fixtures/host-out-of-processes');
  const child = spawn(process.execPath, [script, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async (): Promise<Answer> => {
    const { value, done } = await within(answers.next(), PATIENCE_MS, 'an answer of the host');
    if (done) throw new Error(`the host ended: ${child.exitCode ?? child.signalCode}`);
    return JSON.parse(value) as Answer;
  };
  return {
    child,
    ask: (word) => {
      if (word) child.stdin.write(`${word}\n`);
      return next();
    },
  };
}

function threadsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/task`).length;
}

/** The second figure of "Max processes", as prlimit(1) takes it. */
function hardLimitOf(pid: number): string {
  const limits = readFileSync(`/proc/${pid}/limits`, 'utf8');
  return /^Max processes\s+\S+\s+(\S+)/m.exec(limits)?.[1] ?? '';
}

t.test('a thrown error, no abort, and work as usual when the limit is lifted', async (t) => {
  const uid = isRoot ? unusedUid() : undefined;
  const { child, ask } = startHost(uid === undefined ? [] : [String(uid)]);
  t.teardown(() => child.kill('SIGKILL'));
  const pid = child.pid as number;
  const limit = (soft: number | string) =>
    execFileSync('prlimit', [`--pid=${pid}`, `--nproc=${soft}:`], { uid, gid: uid });
  const most = hardLimitOf(pid);
  t.strictSame(await ask(''), { ready: true });
  const refused = { code: 'EAGAIN', errno: -11 };

  limit(1);
  for (let i = 0; i < 5; i++) {
    const { error, residue } = await ask('spawn');
    t.match(error, { ...refused, syscall: 'pthread_create' }, 'the I/O thread is refused');
    t.strictSame(residue, [], 'nothing is kept');
  }

  if (isRoot) {
    limit(threadsOf(pid) + 1);
    for (let i = 0; i < 5; i++) {
      const { error, residue } = await ask('spawn');
      t.match(error, { ...refused, syscall: 'clone' }, 'the thread is had, the process is not');
      t.strictSame(residue, [], 'nothing is kept');
    }
  }

  limit(most);
  t.strictSame(await ask('spawn'), { exitCode: 6 }, 'the host is none the worse');

  const gone = once(child, 'exit');
  child.stdin?.end();
  t.strictSame(await within(gone, PATIENCE_MS, 'the end of the host'), [0, null]);
});
