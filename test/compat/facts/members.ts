// What a terminal's members say, documented and undocumented.
import net from 'node:net';
import { Duplex } from 'node:stream';
import { until } from '../../helpers/until';
import type { AnyPty, Library } from '../libraries';
import { answer, ended, type Fact, kill, listen } from './run';

const NAMES = [
  ...['pid', 'cols', 'rows', 'process', 'handleFlowControl', 'fd', 'ptsName', '_pid', '_cols'],
  ...['_rows', '_fd', '_file', '_name', '_pty', '_readable', '_writable', '_emittedClose'],
  ...['_flowControlPause', '_flowControlResume'],
];
const METHODS = [
  ...['write', 'resize', 'clear', 'kill', 'pause', 'resume', 'destroy', 'end', 'pipe', 'on'],
  ...['once', 'addListener', 'removeListener', 'removeAllListeners', 'listeners', 'emit'],
  ...['setEncoding', 'onData', 'onExit', '_write'],
];
const STREAM = [
  ...['readable', 'writable', 'destroyed', 'closed', 'isTTY', 'isRaw', 'readableEncoding'],
  'writableEnded',
];

/** A value that is the same in every run: of a number that differs its kind. */
function plain(value: unknown, pty: AnyPty): unknown {
  if (typeof value !== 'number' && typeof value !== 'string') return value;
  if (value === pty.pid) return value > 1 ? 'pid' : value;
  if (/^\/dev\/pts\/\d+$/.test(String(value))) return 'a name in /dev/pts';
  return value === pty.fd && value !== -1 ? 'fd' : value;
}

const read = (object: Record<string, unknown>, names: string[], pty: AnyPty) =>
  Object.fromEntries(names.map((name) => [name, plain(object[name], pty)]));

const kinds = (object: Record<string, unknown>, names: string[]) =>
  Object.fromEntries(names.map((name) => [name, typeof object[name]]));

async function withCat<T>(
  library: Library,
  look: (pty: AnyPty) => T | Promise<T>,
  options = {},
): Promise<T> {
  const pty = library.spawn('cat', [], { cols: 91, rows: 19, name: 'vt220', ...options });
  // In its first instants a child of node-pty's is still called like the host.
  const shown = listen(pty);
  pty.write('x\r');
  await shown.has(/x\r\nx\r\n/);
  try {
    return await look(pty);
  } finally {
    await kill(pty);
  }
}

async function afterTheEnd<T>(library: Library, look: (pty: AnyPty) => T): Promise<T> {
  const pty = library.spawn('cat', [], { cols: 91, rows: 19, name: 'vt220' });
  await kill(pty);
  return look(pty);
}

/** The names that `process` gives, one after the other, while other programs come to the front. */
async function titles(library: Library): Promise<unknown[]> {
  const all: unknown[] = [];
  const note = async (pty: AnyPty, unless: unknown) => {
    await until(() => pty.process !== unless, 5000, `another title than ${unless}`);
    all.push(pty.process);
  };
  const env = { PATH: process.env.PATH, PS1: '$ ' };
  const shell = library.spawn('/bin/sh', ['-i'], { env });
  const shown = listen(shell);
  await shown.has(/\$ $/);
  all.push(shell.process);
  shell.write('sleep 60\r');
  await note(shell, '/bin/sh');
  shell.write('\x03');
  await note(shell, 'sleep');
  await kill(shell);
  all.push(shell.process);
  const other = library.spawn('sh', ['-c', 'echo ready; read go; exec tail -f /dev/null']);
  await listen(other).has(/ready/);
  all.push(other.process);
  other.write('\r');
  await note(other, 'sh');
  await kill(other);
  return all;
}

export const facts: Record<string, Fact> = {
  'members while it runs': (library) => withCat(library, (pty) => read(pty, NAMES, pty)),
  'methods there are': (library) => withCat(library, (pty) => kinds(pty, METHODS)),
  'own properties': (library) =>
    withCat(library, (pty) =>
      ['_pid', '_cols', '_rows', '_file', '_name', '_pty', '_socket', '_readable', '_writable']
        .concat('_emittedClose', '_writeStream', 'handleFlowControl')
        .filter((name) => !Object.hasOwn(pty, name)),
    ),
  'can be extended': (library) =>
    withCat(library, (pty) => {
      pty.termType = 'x';
      pty.listenerCount = () => 5;
      return [Object.isExtensible(pty), pty.termType, pty.listenerCount()];
    }),
  '_socket while it runs': (library) => withCat(library, (pty) => read(pty._socket, STREAM, pty)),
  '_socket is a net.Socket': (library) =>
    withCat(library, ({ _socket }) => [_socket instanceof Duplex, _socket instanceof net.Socket]),
  '_socket with encoding null': (library) =>
    withCat(library, (pty) => pty._socket.readableEncoding, { encoding: null }),
  '_socket after the end': (library) =>
    afterTheEnd(library, (pty) => {
      const { destroyed, closed, readable, writable } = pty._socket;
      return { destroyed, closed, readable, writable };
    }),
  'members after the end': (library) =>
    afterTheEnd(library, (pty) => {
      const { fd: _fd, ...rest } = read(pty, NAMES, pty);
      return { ...rest, _fd: 'apart' };
    }),
  'fd after the end': (library) =>
    afterTheEnd(library, (pty) => (pty.fd === -1 ? -1 : 'the number of a descriptor')),
  'calls after the end': (library) =>
    afterTheEnd(library, (pty) => {
      const calls: Record<string, () => unknown> = {
        write: () => pty.write('x'),
        'write a number': () => pty.write(5 as never),
        end: () => pty.end('x'),
        kill: () => pty.kill(),
        clear: () => pty.clear(),
        pause: () => pty.pause(),
        resume: () => pty.resume(),
        setEncoding: () => pty.setEncoding('latin1'),
        destroy: () => pty.destroy(),
      };
      const throws = (call: () => unknown) =>
        answer(() => {
          call();
        });
      return Object.entries(calls).map(([name, call]) => [name, throws(call)]);
    }),
  'resize after the end': async (library) => {
    const pty = library.spawn('cat', [], { cols: 91, rows: 19 });
    await kill(pty);
    // node-pty's number may be another descriptor's by now, so the call is made at once.
    return [answer(() => pty.resize(100, 40)), pty.cols, pty.rows];
  },
  'resize while it runs': (library) =>
    withCat(library, (pty) => {
      const returned = answer(() => pty.resize(100, 40, { width: 800, height: 600 }));
      return [returned, pty.cols, pty.rows];
    }),
  'titles of what runs in the foreground': titles,
  'open(): members': (library) => {
    const pty = library.open({ cols: 91, rows: 19 });
    const names = NAMES.filter((name) =>
      /^(pid|ptsName|_pid|_pty|_file|_name|_.*able)$/.test(name),
    );
    const found = {
      ...read(pty, names, pty),
      'fd is a number': pty.fd > 2,
      master: read(pty.master, STREAM, pty),
      slave: read(pty.slave, STREAM, pty),
      '_socket is master': pty._socket === pty.master,
    };
    pty.slave.destroy();
    pty.master.destroy();
    return found;
  },
  'open(): cols, rows, on(close), write()': (library) => {
    const pair = library.open({ cols: 91, rows: 19 });
    const found = [
      ...[pair.cols, pair.rows].map(String),
      answer(() => void pair.on('close', () => {})),
      answer(() => void pair.write('x')),
    ];
    pair.slave.destroy();
    pair.master.destroy();
    return found;
  },
  'open(): modes of the terminal': async (library) => {
    const pair = library.open({ cols: 91, rows: 19 });
    const script = `stty -a < ${pair.ptsName}; echo end; read go`;
    const pty = library.spawn('sh', ['-c', script]);
    const text = await listen(pty).has(/end/);
    await kill(pty);
    pair.slave.destroy();
    pair.master.destroy();
    return text;
  },
  'open(): bytes both ways': async (library) => {
    const pair = library.open();
    const heard = { master: '', slave: '' };
    for (const end of ['master', 'slave'] as const) {
      pair[end].on('data', (data: string) => {
        heard[end] += data;
      });
    }
    pair.slave.write('out\n');
    pair.master.write('in\r');
    await until(() => heard.slave !== '' && heard.master.length >= 9, 5000, 'both');
    pair.slave.destroy();
    pair.master.destroy();
    return heard;
  },
  'open(): setRawMode of the slave': async (library) => {
    const pair = library.open();
    const stty = async () => {
      const pty = library.spawn('sh', ['-c', `stty -a < ${pair.ptsName}; echo end; read go`]);
      const text = await listen(pty).has(/end/);
      await kill(pty);
      return text;
    };
    const found: unknown[] = [];
    for (const mode of [true, false]) {
      const same = pair.slave.setRawMode(mode) === pair.slave;
      found.push([mode, same, pair.slave.isRaw, await stty()]);
    }
    pair.slave.destroy();
    pair.master.destroy();
    return found;
  },
  'fork and createTerminal': async (library) => [
    await ended(library.fork('sh', ['-c', 'exit 3'], {})),
    await ended(library.createTerminal('sh', ['-c', 'exit 4'], {})),
  ],
};
