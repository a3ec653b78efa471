// node-pty's raw addon functions.
import fs from 'node:fs';
import { until, within } from '../../helpers/until';
import type { Library } from '../libraries';
import { answer, type Fact, kill, listen, modes } from './run';

const O_CLOEXEC = 0o2000000;
const ENV = ['PATH=/usr/bin:/bin', 'A=1'];

interface Forked {
  fd: number;
  pid: number;
  pty: string;
}

/** Reads a master that is the caller's until `pattern` matches. */
async function readUntil(fd: number, pattern: RegExp): Promise<string> {
  const buffer = Buffer.alloc(65536);
  let output = '';
  const look = () => {
    try {
      output += buffer.toString('utf8', 0, fs.readSync(fd, buffer));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    }
    return pattern.test(output);
  };
  await until(look, 10_000, `${pattern} in ${JSON.stringify(output)}`);
  return output;
}

/** native.fork of a shell script that ends after a line of input, and what it said and came to. */
async function forked(library: Library, script: string, cwd: string): Promise<unknown> {
  let tell: (args: unknown[]) => void = () => {};
  const exit = new Promise<unknown[]>((resolve) => {
    tell = resolve;
  });
  const args = ['-c', `${script}; echo end; read go; exit 7`];
  const onexit = (...told: unknown[]) => tell(told);
  const child = library.native.fork?.(
    ...['sh', args, ENV, cwd, 91, 19, -1, -1, true, '/no/helper', onexit],
  ) as Forked;
  try {
    const output = await readUntil(child.fd, /end\r\n/);
    const title = library.native.process?.(child.fd, child.pty);
    fs.writeSync(child.fd, '\r');
    const told = await within(exit, 10_000, 'the call of onexit');
    return {
      keys: Object.keys(child).sort(),
      output: modes(output.replaceAll(String(child.pid), 'PID').replaceAll(child.pty, 'PTS')),
      title,
      told,
    };
  } finally {
    fs.closeSync(child.fd);
  }
}

async function failed(library: Library, file: string, cwd: string): Promise<unknown> {
  let tell: (args: unknown[]) => void = () => {};
  const exit = new Promise<unknown[]>((resolve) => {
    tell = resolve;
  });
  const onexit = (...told: unknown[]) => tell(told);
  const child = library.native.fork?.(
    ...[file, [], ENV, cwd, 80, 24, -1, -1, true, '', onexit],
  ) as Forked;
  const output = await readUntil(child.fd, /\n/);
  const told = await within(exit, 10_000, 'the call of onexit');
  fs.closeSync(child.fd);
  return [output, told];
}

const flagsOf = (fd: number) =>
  Number.parseInt(
    /^flags:\s*(\d+)/m.exec(fs.readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8'))?.[1] ?? '',
    8,
  );

/** Opens a pair for `look`. */
async function withPair<T>(
  library: Library,
  look: (pair: { master: number; slave: number; pty: string }) => T | Promise<T>,
): Promise<T> {
  const pair = library.native.open?.(91, 19);
  try {
    return await look(pair);
  } finally {
    fs.closeSync(pair.master);
    fs.closeSync(pair.slave);
  }
}

async function sttyOf(library: Library, name: string): Promise<string> {
  const pty = library.spawn('sh', ['-c', `stty -a < ${name}; echo end; read go`]);
  const text = await listen(pty).has(/end/);
  await kill(pty);
  return text;
}

/** What `calls` with the wrong arguments answer. */
const wrong = (calls: Record<string, () => unknown>) =>
  Object.entries(calls).map(([name, call]) => [name, answer(call)]);

export const facts: Record<string, Fact> = {
  'native: its functions': ({ native }) => Object.keys(native).sort(),
  'native.fork': (library) =>
    forked(
      library,
      'stty -a; tty; pwd; ps -o pid=,pgid=,sid=,tpgid= -p $$; echo "$A:$HOME"',
      '/usr',
    ),
  'native.fork of no program': (library) => failed(library, '/no/such/program', '/'),
  'native.fork in no folder': (library) => failed(library, 'sh', '/no/such/folder'),
  'native.fork with wrong arguments': ({ native }) =>
    wrong({
      none: () => native.fork?.(),
      'no list': () => native.fork?.('sh', {}, ENV, '/', 80, 24, -1, -1, true, '', () => {}),
      'size as text': () => native.fork?.('sh', [], ENV, '/', '80', 24, -1, -1, true, '', () => {}),
      'no function': () => native.fork?.('sh', [], ENV, '/', 80, 24, -1, -1, true, '', 5),
      'no boolean': () => native.fork?.('sh', [], ENV, '/', 80, 24, -1, -1, 1, '', () => {}),
    }),
  'native.open': (library) =>
    withPair(library, async (pair) => ({
      keys: Object.keys(pair).sort(),
      slave: fs.readlinkSync(`/proc/self/fd/${pair.slave}`) === pair.pty,
      master: /ptmx$/.test(fs.readlinkSync(`/proc/self/fd/${pair.master}`)),
      nonblocking: [pair.master, pair.slave].map((fd) => flagsOf(fd) & fs.constants.O_NONBLOCK),
      title: String(library.native.process?.(pair.master, pair.pty)),
      stty: modes(await sttyOf(library, pair.pty)),
    })),
  'native.open with wrong arguments': ({ native }) =>
    wrong({ text: () => native.open?.('80', '24'), none: () => native.open?.() }),
  'native.resize': (library) =>
    withPair(library, async ({ master, slave, pty }) => {
      const returned = [answer(() => library.native.resize?.(master, 100, 40, 800, 600))];
      const first = /rows \d+; columns \d+/.exec(await sttyOf(library, pty))?.[0];
      returned.push(answer(() => library.native.resize?.(slave, 101, 41, 0, 0)));
      const second = /rows \d+; columns \d+/.exec(await sttyOf(library, pty))?.[0];
      return [returned, first, second];
    }),
  'native: descriptors are close-on-exec': (library) =>
    withPair(library, ({ master, slave }) =>
      [master, slave].map((fd) => (flagsOf(fd) & O_CLOEXEC) !== 0),
    ),
  'native.fork with a NUL byte': ({ native }) => {
    const child: Forked[] = [];
    const answered = answer(() => {
      const args = ['true', ['a\0b'], ENV, '/', 80, 24, -1, -1, true, '', () => {}];
      child.push(native.fork?.(...args) as Forked);
    });
    for (const { fd } of child) fs.closeSync(fd);
    return answered;
  },
  'native.resize without pixels': (library) =>
    withPair(library, ({ master }) => answer(() => library.native.resize?.(master, 80, 24))),
  'native.resize of what is no terminal': ({ native }) => {
    const file = fs.openSync('/dev/null', 'r');
    const found = wrong({
      '-1': () => native.resize?.(-1, 80, 24, 0, 0),
      'a file': () => native.resize?.(file, 80, 24, 0, 0),
      'a text': () => native.resize?.('x', 80, 24, 0, 0),
    });
    fs.closeSync(file);
    return found;
  },
  'native.process of what is no terminal': ({ native }) => {
    const file = fs.openSync('/dev/null', 'r');
    const found = wrong({
      '-1': () => native.process?.(-1, ''),
      'a file': () => native.process?.(file, ''),
      'a text': () => native.process?.('x', ''),
    });
    fs.closeSync(file);
    return found;
  },
};
