import {
  closeSync,
  constants,
  openSync,
  readFileSync,
  readlinkSync,
  readSync,
  writeSync,
} from 'node:fs';
import { native } from 'flatpty';
import t from 'tap';
import { residueOf } from '../helpers/census';
import { until, within } from '../helpers/until';

const raw = native as NonNullable<typeof native>;
const env = Object.entries(process.env).map(([key, value]) => `${key}=${value}`);

interface Ended {
  output: string;
  code: number;
  signal: number;
}

/** What a master that is nobody else's has, until its end. */
async function readToEnd(fd: number): Promise<string> {
  const buffer = Buffer.alloc(4096);
  let output = '';
  const read = () => {
    try {
      const size = readSync(fd, buffer);
      output += buffer.toString('utf8', 0, size);
      return size === 0;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'EAGAIN') return false;
      if (code === 'EIO') return true;
      throw error;
    }
  };
  await until(read, 10_000, 'the end of the output');
  return output;
}

async function forked(file: string, args: string[], cwd = '/', [uid, gid] = [-1, -1]) {
  let exit: (exit: [number, number]) => void = () => {};
  const exited = new Promise<[number, number]>((resolve) => {
    exit = resolve;
  });
  const child = raw.fork(file, args, env, cwd, 91, 19, uid, gid, true, '', (code, signal) =>
    exit([code, signal]),
  );
  try {
    const output = await readToEnd(child.fd);
    const [code, signal] = await within(exited, 10_000, 'the exit callback');
    return { ...child, output, code, signal } satisfies Ended & typeof child;
  } finally {
    closeSync(child.fd);
  }
}

t.test('fork: fd, pid and pty; the exit is told with code and signal', async (t) => {
  const { fd, pid, pty, output, code, signal } = await forked('sh', [
    '-c',
    'tty; stty size; exit 3',
  ]);
  t.ok(Number.isInteger(fd) && fd > 2);
  t.ok(Number.isInteger(pid) && pid > 1);
  t.equal(output, `${pty}\r\n19 91\r\n`);
  t.strictSame([code, signal], [3, 0]);
});

t.test('fork: ended by a signal', async (t) => {
  const { code, signal } = await forked('sh', ['-c', 'kill -TERM $$']);
  t.strictSame([code, signal], [0, 15]);
});

t.test('fork: env is all the program has, and cwd is where it starts', async (t) => {
  let child: ReturnType<typeof raw.fork> | undefined;
  const exited = new Promise<number>((resolve) => {
    const args = ['/bin/sh', ['-c', 'echo "$A:$HOME:$(pwd)"'], ['A=1'], '/usr'] as const;
    const [file, words, vars, cwd] = args;
    child = raw.fork(file, [...words], [...vars], cwd, 80, 24, -1, -1, true, '', resolve);
  });
  const { fd } = child as { fd: number };
  t.teardown(() => closeSync(fd));
  t.equal(await readToEnd(fd), '1::/usr\r\n');
  t.equal(await within(exited, 10_000, 'the exit'), 0);
});

t.test('fork: a program that cannot be started says so in the terminal', async (t) => {
  const missing = await forked('/no/such/program', []);
  t.equal(missing.output, 'execvp(3) failed.: No such file or directory\r\n');
  t.strictSame([missing.code, missing.signal], [1, 0]);
  const nowhere = await forked('sh', ['-c', 'exit 0'], '/no/such/folder');
  t.equal(nowhere.output, 'chdir(2) failed.: No such file or directory\r\n');
  t.equal(nowhere.code, 1);
});

t.test('fork: the caller types by writing to fd, and owns it alone', async (t) => {
  let code: number | undefined;
  const child = raw.fork('cat', [], env, '/', 80, 24, -1, -1, true, '', (exitCode) => {
    code = exitCode;
  });
  t.teardown(() => closeSync(child.fd));
  t.match(readlinkSync(`/proc/self/fd/${child.fd}`), /ptmx/);
  const flags = Number.parseInt(
    /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${child.fd}`, 'utf8'))?.[1] ?? '',
    8,
  );
  t.ok(flags & 0o2000000, 'close-on-exec');
  t.ok(flags & constants.O_NONBLOCK, 'non-blocking');
  writeSync(child.fd, 'typed\r\x04');
  t.equal(await readToEnd(child.fd), 'typed\r\ntyped\r\n');
  await until(() => code !== undefined, 10_000, 'the exit');
  t.equal(code, 0);
  t.match(readlinkSync(`/proc/self/fd/${child.fd}`), /ptmx/, 'still open after the exit');
});

t.test('process: the name of the foreground process', async (t) => {
  let resolve: (code: number) => void = () => {};
  const ended = new Promise<number>((done) => {
    resolve = done;
  });
  const args = ['-c', 'read go; exit 0'];
  const child = raw.fork('sh', args, env, '/', 80, 24, -1, -1, true, '', (code) => resolve(code));
  t.teardown(() => closeSync(child.fd));
  // Unknown for the instant in which the kernel has closed what is close-on-exec, which ends the
  // wait for the launch, but not yet placed the new arguments.
  const name = await until(() => raw.process(child.fd, child.pty), 10_000, 'a name');
  t.equal(name, 'sh');
  writeSync(child.fd, 'go\r');
  t.equal(await within(ended, 10_000, 'the exit'), 0);
  const file = openSync('/dev/null', 'r');
  t.teardown(() => closeSync(file));
  t.equal(raw.process(file, ''), undefined, 'undefined for what is no terminal');
  t.equal(raw.process(-1, ''), undefined);
});

t.test('open and resize', async (t) => {
  const { master, slave, pty } = raw.open(91, 19);
  t.teardown(() => {
    closeSync(master);
    closeSync(slave);
  });
  t.equal(readlinkSync(`/proc/self/fd/${slave}`), pty);
  t.match(readlinkSync(`/proc/self/fd/${master}`), /ptmx/);
  writeSync(slave, 'out\n');
  const buffer = Buffer.alloc(64);
  t.equal(buffer.toString('utf8', 0, readSync(master, buffer)), 'out\r\n');
  const size = async () => {
    const { output } = await forked('sh', ['-c', `stty size < ${pty}`]);
    return output.trim();
  };
  t.equal(await size(), '19 91');
  raw.resize(master, 100, 40);
  t.equal(await size(), '40 100');
  raw.resize(slave, 101, 41);
  t.equal(await size(), '41 101', 'either end will do');
});

t.test('a descriptor that is none is a thrown error with a code', async (t) => {
  t.throws(() => raw.resize(-1, 80, 24), {
    code: 'EBADF',
    errno: -9,
    message: 'ioctl(2) failed, EBADF',
  });
  const file = openSync('/dev/null', 'r');
  t.teardown(() => closeSync(file));
  t.throws(() => raw.resize(file, 80, 24), { code: 'ENOTTY' });
});

t.test('nothing is left behind when the caller closes what it owns', async (t) => {
  const residue = await residueOf(async () => {
    for (let i = 0; i < 20; i++) {
      await forked('sh', ['-c', 'exit 0']);
      await forked('/no/such/program', []);
      const { master, slave } = raw.open(80, 24);
      closeSync(master);
      closeSync(slave);
    }
  });
  t.strictSame(residue, []);
});
