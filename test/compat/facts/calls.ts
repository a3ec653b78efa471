// What calls with odd arguments answer, and what listeners hear.
import { PassThrough } from 'node:stream';
import { isAlive } from '../../helpers/processes';
import { until } from '../../helpers/until';
import type { AnyPty, Library } from '../libraries';
import { answer, ended, type Fact, kill, listen } from './run';

/** A program that shows the bytes of the line it reads, and stays. */
function hexdump(library: Library, options: object = {}): AnyPty {
  const script = 'stty -echo -icanon min 1; echo ready; od -An -v -w1 -tx1';
  return library.spawn('sh', ['-c', script], options);
}

/** The bytes that arrive when `type` types, ended by an exclamation mark. */
async function typed(
  library: Library,
  type: (pty: AnyPty) => unknown,
  options: object = {},
): Promise<unknown> {
  const pty = hexdump(library, options);
  const shown = listen(pty);
  await shown.has(/ready/);
  const returned = answer(() => {
    type(pty);
  });
  pty.write('!');
  const text = await shown.has(/ 21\r\n/);
  await kill(pty);
  return [
    returned,
    text
      .replace(/[\s\S]*ready\r\n/, '')
      .split(/\s+/)
      .filter(Boolean)
      .join(' '),
  ];
}

/** Whether spawn() takes `options`; what comes up is ended. */
async function spawned(library: Library, ...args: unknown[]): Promise<unknown> {
  const pty: AnyPty[] = [];
  const answered = answer(() => {
    pty.push((library.spawn as (...args: unknown[]) => AnyPty)(...args));
  });
  await Promise.all(pty.map(kill));
  return answered;
}

async function refusals(library: Library): Promise<unknown[]> {
  const sleep = ['sleep', ['60']];
  const all: unknown[] = [];
  const options: [string, unknown][] = [
    ...['name', 'cwd', 'encoding'].map((name): [string, unknown] => [name, 5]),
    ...['cols', 'rows', 'uid', 'gid'].map((name): [string, unknown] => [name, '5']),
    ['encoding', 'no such encoding'],
  ];
  for (const [name, value] of options) {
    all.push([name, await spawned(library, ...sleep, { [name]: value })]);
  }
  all.push(['args', await spawned(library, 'sleep', '60')]);
  return all;
}

async function accepted(library: Library): Promise<unknown[]> {
  const sleep = ['sleep', ['60']];
  const all: unknown[] = [];
  const nothing = [undefined, null, '', 0, false];
  for (const value of nothing) {
    for (const name of ['name', 'cols', 'rows', 'cwd', 'env', 'handleFlowControl']) {
      all.push([name, value, await spawned(library, ...sleep, { [name]: value })]);
    }
  }
  for (const name of ['useConpty', 'useConptyDll', 'conptyInheritCursor', 'noSuchOption']) {
    all.push([name, await spawned(library, ...sleep, { [name]: true })]);
  }
  all.push(['no args', await spawned(library, 'cat')]);
  all.push(['null', await spawned(library, 'cat', null, null)]);
  all.push(['nothing', await spawned(library)]);
  return all;
}

async function running<T>(library: Library, look: (pty: AnyPty) => T | Promise<T>): Promise<T> {
  const pty = library.spawn('cat');
  try {
    return await look(pty);
  } finally {
    await kill(pty);
  }
}

/** What is heard of some output and of the end when `remove` has taken listeners off. */
async function heardWithout(library: Library, remove: (pty: AnyPty) => void): Promise<string[]> {
  const heard = new Set<string>();
  const pty = library.spawn('cat');
  pty.onData(() => heard.add('onData'));
  pty.on('data', () => heard.add('data'));
  pty.onExit(() => heard.add('onExit'));
  pty.on('exit', () => heard.add('exit'));
  pty.on('close', () => heard.add('close'));
  remove(pty);
  let output = '';
  pty._socket.on('data', (data: string) => {
    output += data;
  });
  pty.write('x\r');
  await until(() => /x/.test(output), 5000, 'the output');
  pty.kill('SIGKILL');
  await until(() => !isAlive(pty.pid), 5000, 'the end of the program');
  // node-pty tells the exit up to 200 ms later; there is nothing else to wait for.
  await new Promise((resolve) => setTimeout(resolve, 400));
  return [...heard].sort();
}

const close = () => {};

export const facts: Record<string, Fact> = {
  'write: a string': (library) => typed(library, (pty) => pty.write('aä€')),
  'write: a string, encoding latin1': (library) =>
    typed(library, (pty) => pty.write('aä'), { encoding: 'latin1' }),
  'write: a string, encoding null': (library) =>
    typed(library, (pty) => pty.write('aä'), { encoding: null }),
  'write: a Buffer': (library) => typed(library, (pty) => pty.write(Buffer.from([0x61, 0xff]))),
  'write: a Uint8Array': (library) =>
    typed(library, (pty) => pty.write(new Uint8Array([0x61, 0xff]) as Buffer)),
  'write: an ArrayBuffer': (library) =>
    typed(library, (pty) => pty.write(new Uint8Array([0x61, 0xff]).buffer as never)),
  'write: an array': (library) => typed(library, (pty) => pty.write([0x61, 0xff] as never)),
  'write: a Buffer that was JSON': (library) =>
    typed(library, (pty) => pty.write(JSON.parse(JSON.stringify(Buffer.from('ab'))))),
  'write: a buffer that is used again at once': (library) =>
    typed(library, (pty) => {
      const buffer = Buffer.alloc(3000, 'a');
      for (let i = 0; i < 10; i++) {
        buffer.fill('a');
        pty.write(buffer);
        buffer.fill('b');
      }
    }),
  'write: nothing': (library) => typed(library, (pty) => pty.write('')),
  'write after end()': (library) =>
    typed(library, (pty) => {
      pty.end('a');
      pty.write('b');
    }),
  'spawn: what is refused, in which words': refusals,
  'spawn: what is accepted': accepted,
  'resize: what is refused, in which words': (library) =>
    running(library, (pty) =>
      [
        ...[0, -1, Number.NaN, Number.POSITIVE_INFINITY].map((cols) => [cols, 24]),
        ...[0, -1, Number.NaN].map((rows) => [80, rows]),
      ].map(([cols, rows]) => answer(() => pty.resize(cols as number, rows as number))),
    ),
  'resize: a fraction': (library) => running(library, (pty) => answer(() => pty.resize(80.5, 24))),
  'resize: more than the kernel holds': (library) =>
    running(library, (pty) => answer(() => pty.resize(70_000, 24))),
  'spawn: -1 columns': (library) => spawned(library, 'sleep', ['60'], { cols: -1 }),
  'spawn: a fraction of a column': (library) => spawned(library, 'sleep', ['60'], { cols: 80.5 }),
  "spawn: the caller's options": async (library) => {
    const options = { cols: 80 };
    await spawned(library, 'sleep', ['60'], options);
    return Object.keys(options);
  },
  'spawn: frozen options': (library) =>
    spawned(library, 'sleep', ['60'], Object.freeze({ cols: 80 })),
  "emit('data') and emit('exit')": (library) =>
    running(library, (pty) => {
      const heard: unknown[] = [];
      const subscriptions = [
        pty.onData((data) => heard.push(['onData', data])),
        pty.onExit((exit) => heard.push(['onExit', exit])),
      ];
      const data = (data: unknown) => heard.push(['data', data]);
      const exit = (...args: unknown[]) => heard.push(['exit', ...args]);
      pty.on('data', data);
      pty.on('exit', exit);
      pty.emit('data', 'made up');
      pty.emit('exit', 3, 4);
      pty.removeListener('data', data);
      pty.removeListener('exit', exit);
      for (const subscription of subscriptions) subscription.dispose();
      return heard;
    }),
  "emit('close')": (library) =>
    running(library, (pty) => {
      let calls = 0;
      pty.on('close', () => {
        calls++;
      });
      return [pty.emit('close'), calls];
    }),
  'emit() of what nobody hears': (library) => running(library, (pty) => pty.emit('nosuch', 1)),
  "removeAllListeners('exit')": (library) =>
    heardWithout(library, (pty) => pty.removeAllListeners('exit')),
  "removeAllListeners('data')": (library) =>
    heardWithout(library, (pty) => pty.removeAllListeners('data')),
  'removeAllListeners()': (library) => heardWithout(library, (pty) => pty.removeAllListeners()),
  'onData after removeAllListeners(data)': (library) =>
    running(library, async (pty) => {
      pty.removeAllListeners('data');
      const heard = new Promise((resolve) => pty.onData(() => resolve('heard')));
      pty.write('x\r');
      const silence = new Promise((resolve) => setTimeout(() => resolve('silence'), 500));
      return Promise.race([heard, silence]);
    }),
  "removeListener('close'), then close": async (library) => {
    const pty = library.spawn('cat');
    let calls = 0;
    const listener = () => {
      calls++;
    };
    pty.on('close', listener);
    pty.removeListener('close', listener);
    await kill(pty);
    return calls;
  },
  "removeAllListeners('error')": async (library) => {
    const heard: string[] = [];
    const uncaught = (error: Error) => heard.push(`uncaught: ${error.message}`);
    process.on('uncaughtException', uncaught);
    const pty = library.spawn('cat');
    pty.removeAllListeners('error');
    await kill(pty);
    process.removeListener('uncaughtException', uncaught);
    return heard;
  },
  'what is returned': (library) =>
    running(library, (pty) => {
      const listener = () => {};
      const told = (value: unknown) => (value === pty ? 'the terminal' : typeof value);
      return {
        on: told(pty.on('drain', listener)),
        once: told(pty.once('drain', listener)),
        removeListener: told(pty.removeListener('drain', listener)),
        write: told(pty.write('x')),
        resize: told(pty.resize(80, 24)),
        kill: told(pty.kill('SIGWINCH')),
      };
    }),
  'the kind of errors': async (library) => {
    const kinds: unknown[] = [];
    const note = (call: () => unknown) => {
      try {
        call();
      } catch (error) {
        const { name, code } = error as NodeJS.ErrnoException;
        kinds.push(`${name} ${code}`);
      }
    };
    note(() => library.spawn('cat', [], { cols: '80' }));
    note(() => library.spawn('cat', 'args'));
    await running(library, (pty) => note(() => pty.resize(-1, 24)));
    return kinds;
  },
  'write: an array-like object': (library) =>
    running(library, (pty) =>
      answer(() => {
        pty.write({ length: 1, 0: 0x61 } as never);
      }),
    ),
  'listeners() before anybody listens': (library) =>
    running(library, (pty) =>
      ['data', 'exit', 'close', 'error'].map((e) => pty.listeners(e).length),
    ),
  'one error listener': (library) =>
    running(library, (pty) => {
      pty.on('error', close);
      return answer(() => {
        pty._socket.emit('error', Object.assign(new Error('made up'), { code: 'EFAULT' }));
      });
    }),
  'two error listeners': (library) =>
    running(library, (pty) => {
      for (let i = 0; i < 2; i++) pty.on('error', close);
      return answer(() => {
        pty._socket.emit('error', Object.assign(new Error('made up'), { code: 'EFAULT' }));
      });
    }),
  'error listeners at the end of a program': async (library) => {
    const pty = library.spawn('true');
    const heard: unknown[] = [];
    for (let i = 0; i < 2; i++) pty.on('error', (error: Error) => heard.push(error.message));
    await ended(pty);
    return heard;
  },
  "'end', and the end of what it is piped to": async (library) => {
    const pty = library.spawn('cat');
    const heard: string[] = [];
    const sink = new PassThrough();
    sink.on('finish', () => heard.push('finish of the sink'));
    pty.on('end', () => heard.push('end'));
    const same = pty.pipe(sink) === sink;
    pty.write('x\r');
    let output = '';
    sink.on('data', (data) => {
      output += data;
    });
    await until(() => /x\r\nx\r\n/.test(output), 5000, 'the output');
    await kill(pty);
    return [same, heard.sort()];
  },
  'piped into': (library) =>
    typed(library, (pty) => {
      const source = new PassThrough();
      pty.listenerCount = () => 1; // without it node-pty fails at the end, see below
      source.pipe(pty as never);
      source.write('piped');
    }),
  'piped into, and the end': async (library) => {
    const heard: string[] = [];
    const uncaught = (error: Error) => heard.push(`uncaught: ${error.message}`);
    process.on('uncaughtException', uncaught);
    const pty = library.spawn('cat');
    new PassThrough().pipe(pty as never);
    await kill(pty);
    process.removeListener('uncaughtException', uncaught);
    return heard;
  },
  'setEncoding(null)': (library) =>
    running(library, async (pty) => {
      pty.setEncoding(null);
      const kind = new Promise((resolve) => pty.onData((data: unknown) => resolve(typeof data)));
      pty.write('x\r');
      return kind;
    }),
  'bytes that are no UTF-8': async (library) => {
    const pty = library.spawn('sh', ['-c', "printf '\\377a\\303(.\\342\\202'; echo end; read go"]);
    const text = await listen(pty).has(/end/);
    await kill(pty);
    return text;
  },
  'setEncoding(hex)': (library) =>
    running(library, async (pty) => {
      pty.setEncoding('hex');
      const { has } = listen(pty);
      pty.write('x\r');
      return has(/^(780d0a){2}/);
    }),
  'encoding null': (library) => kindOfData(library, { encoding: null }),
  'encoding of no letters': (library) => kindOfData(library, { encoding: '' }),
  'a listener that throws, and the others': async (library) => {
    const pty = library.spawn('cat');
    const heard: string[] = [];
    const uncaught = (error: Error) => heard.push(`uncaught ${error.message}`);
    process.on('uncaughtException', uncaught);
    pty.onData(() => {
      throw new Error('mine');
    });
    const second = new Promise((resolve) => {
      pty.onData(() => resolve(heard.push('second listener')));
      setTimeout(resolve, 500);
    });
    pty.write('x\r');
    await second;
    process.removeListener('uncaughtException', uncaught);
    pty.removeAllListeners('data');
    await kill(pty);
    return [...new Set(heard)].sort();
  },
};

async function kindOfData(library: Library, options: object): Promise<string> {
  const pty = library.spawn('cat', [], options);
  const kind = new Promise<string>((resolve) =>
    pty.onData((data: unknown) => resolve(Buffer.isBuffer(data) ? 'Buffer' : typeof data)),
  );
  pty.write('x\r');
  const found = await kind;
  await kill(pty);
  return found;
}
