// How a program's end is told.

import { isAlive } from '../../helpers/processes';
import type { AnyPty, Library } from '../libraries';
import { ended, type Fact, kill, listen } from './run';

const SIGNALS = ['HUP', 'INT', 'QUIT', 'KILL', 'TERM', 'USR1', 'SEGV', 'ABRT', 'PIPE', 'ALRM'];

/** All that is told of a terminal, in order; `end` makes it end. */
async function events(pty: AnyPty, end?: () => void): Promise<unknown[]> {
  const told: unknown[] = [];
  const data = (name: string) => () => {
    if (told.at(-1) !== name) told.push(name);
  };
  pty.onData(data('onData'));
  pty.onExit((exit) => told.push(['onExit', exit]));
  pty.on('exit', (...args: unknown[]) => told.push(['exit', ...args]));
  pty.on('close', (...args: unknown[]) => told.push(['close', ...args]));
  const exit = ended(pty);
  end?.();
  await exit;
  return told;
}

async function codes(library: Library): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const code of [0, 1, 2, 7, 126, 127, 128, 137, 255]) {
    all.push(await events(library.spawn('sh', ['-c', `exit ${code}`])));
  }
  return all;
}

/** The exit of programs that end by a signal of their own. */
async function signals(library: Library): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const name of SIGNALS) {
    const script = `ulimit -c 0; kill -${name} $$`;
    all.push([name, await ended(library.spawn('sh', ['-c', script]))]);
  }
  return all;
}

/** The exit of programs that kill() ends. */
async function killed(library: Library): Promise<unknown[]> {
  const all: unknown[] = [];
  for (const name of [undefined, '', ...SIGNALS.map((name) => `SIG${name}`)]) {
    const pty = library.spawn('sleep', ['60']);
    const exit = ended(pty);
    pty.kill(name);
    all.push([name, await exit]);
  }
  return all;
}

/** What kill() answers to a name, and what the program gets. */
async function signalled(library: Library, name: string): Promise<unknown> {
  const script =
    'for s in HUP TERM; do trap "echo got $s" $s; done; echo ready; while :; do sleep 0.01; done';
  const pty = library.spawn('sh', ['-c', script]);
  const shown = listen(pty);
  await shown.has(/ready/);
  let answer: unknown;
  try {
    answer = pty.kill(name);
  } catch (error) {
    answer = `throws ${(error as NodeJS.ErrnoException).code}`;
  }
  pty.kill('SIGTERM');
  await shown.has(/got TERM/);
  const got = /got HUP/.test(shown.output());
  const exit = ended(pty);
  pty.kill('SIGKILL');
  return [answer, got, await exit];
}

/** A program that is there: in the first instants of node-pty's children a signal is not yet theirs. */
async function cat(library: Library): Promise<AnyPty> {
  const pty = library.spawn('sh', ['-c', 'echo ready; exec cat']);
  await listen(pty).has(/ready/);
  return pty;
}

export const facts: Record<string, Fact> = {
  'exit codes': codes,
  'signals: by the program itself': signals,
  'signals: by kill()': killed,
  'kill() with an unknown signal': (library) => signalled(library, 'SIGNONE'),
  'kill() with a signal in small letters': (library) => signalled(library, 'sighup'),
  'events after destroy()': async (library) => {
    const pty = await cat(library);
    return events(pty, () => pty.destroy());
  },
  'events after _socket.destroy()': async (library) => {
    const pty = await cat(library);
    return events(pty, () => pty._socket.destroy());
  },
  'events after destroy() of a program that ignores SIGHUP': async (library) => {
    const script = 'trap "" HUP; echo ready; while :; do sleep 0.01; done 2>/dev/null';
    const pty = library.spawn('sh', ['-c', script]);
    await listen(pty).has(/ready/);
    const told = events(pty, () => pty.destroy());
    await new Promise((resolve) => setTimeout(resolve, 400));
    const alive = isAlive(pty.pid);
    pty.kill('SIGKILL');
    return [alive, await told];
  },
  'events of a program that lets go of its terminal and lives on': async (library) => {
    const script = 'echo ready; exec 0<&- 1>&- 2>&-; while :; do sleep 0.01; done';
    const pty = library.spawn('sh', ['-c', script]);
    const heard: unknown[] = [];
    pty.on('close', () => heard.push('close'));
    pty.on('exit', (...args: unknown[]) => heard.push(['exit', ...args]));
    await listen(pty).has(/ready/);
    await new Promise((resolve) => setTimeout(resolve, 400));
    const found = [isAlive(pty.pid), ...heard];
    if (isAlive(pty.pid)) await kill(pty);
    return found;
  },
  'events of a program that cannot be started': (library) =>
    events(library.spawn('/no/such/program')),
  'events of a program that prints and ends': async (library) => {
    const pty = library.spawn('sh', ['-c', 'echo x; read go; exit 7']);
    const shown = listen(pty);
    const told = events(pty);
    await shown.has(/x/);
    pty.write('\r');
    return told;
  },
  'exit with a job in the background': (library) =>
    events(library.spawn('sh', ['-c', 'sleep 60 & exit 7'])),
};
