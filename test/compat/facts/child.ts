// What a program finds when it starts.
import { chmodSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Library } from '../libraries';
import { ended, type Fact, kill, listen, modes, outputOf, run } from './run';

const PATH = '/usr/bin:/bin';
/** stty writes line by line: node-pty may lose the later ones at the exit (node-pty#72). */
const LAST_MODE = /-?extproc\s*\n$/;
const statusLines = (status: string, names: string[]) =>
  status.split('\r\n').filter((line) => names.some((name) => line.startsWith(`${name}:`)));

/** The lines of proc(5)'s status that `names` name, of a program without a shell before it. */
async function status(library: Library, names: string[], options: object = {}): Promise<string[]> {
  const command = ['cat', '/proc/self/status'];
  const text = await outputOf(library, command, options, /nonvoluntary_ctxt_switches:\s+\d+\s+$/);
  return statusLines(text, names);
}

const environ = async (library: Library, options: object) =>
  (await outputOf(library, ['cat', '/proc/self/environ'], options, /\0$/)).split('\0');

const stty = async (library: Library, options: object) =>
  modes(await outputOf(library, ['stty', '-a'], options, LAST_MODE));

/** The fields of proc(5)'s stat that place a process: relative to its own pid and its host's. */
async function place(library: Library): Promise<unknown> {
  const text = await outputOf(library, ['cat', '/proc/self/stat']);
  const [state, parent, group, session, terminal, foreground] = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ');
  return {
    state,
    parent: Number(parent) === process.pid ? 'host' : parent,
    group,
    session,
    terminal: Number(terminal) > 0,
    foreground,
  };
}

/** What `ls` says of its own descriptors: the shell before it has opened none. */
const openFiles = (library: Library) =>
  outputOf(library, ['sh', '-c', 'ls -l /proc/self/fd; echo end'], {}, /end\r\n$/);

/** Every descriptor of `ls` but its own for the folder, and where it leads. */
async function descriptors(library: Library): Promise<string[]> {
  const text = await openFiles(library);
  return (
    text
      .split('\r\n')
      .map((line) => /(\d+) -> (\S+)/.exec(line))
      .filter((match) => match !== null && !/\/proc\/.*\/fd$/.test(match[2] as string))
      // The host may have been given others, which node-pty leaves open above a gap.
      .filter((match) => Number(match?.[1]) < 10)
      .map((match) => `${match?.[1]} ${match?.[2]?.replace(/\d+$/, 'N')}`)
  );
}

/** How many other terminals a program can read and write. */
async function descriptorsBesideOthers(library: Library): Promise<number> {
  const others = Array.from({ length: 6 }, () => library.spawn('cat'));
  const [first] = others;
  const gone = ended(first as never);
  first?.destroy();
  await gone;
  const text = await openFiles(library);
  await Promise.all(others.slice(1).map(kill));
  return (text.match(/ptmx/g) ?? []).length;
}

async function terminalIs(library: Library): Promise<boolean> {
  const pty = library.spawn('sh', ['-c', 'tty; read go']);
  const shown = await listen(pty).has(/\n/);
  await kill(pty);
  return shown.trim() === pty.ptsName;
}

/** Runs a program with this content: by its path, or as `name` with the folder as cwd. */
async function script(
  library: Library,
  content: string,
  mode: number,
  name?: string,
  path_ = PATH,
): Promise<unknown> {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'flatpty-compat-')));
  try {
    const file = path.join(folder, 'program');
    writeFileSync(file, content);
    chmodSync(file, mode);
    const { output, exit } = await run(library, [name ?? file, 'one'], {
      cwd: folder,
      env: { PATH: path_ },
    });
    return { output: output.replaceAll(folder, 'FOLDER'), exit };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function afterHost(library: Library, change: () => () => void): Promise<string[]> {
  const undo = change();
  try {
    return await status(library, ['SigBlk', 'SigIgn', 'SigCgt']);
  } finally {
    undo();
  }
}

function listeningHost(): () => void {
  const listener = () => {};
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGPIPE', 'SIGUSR2', 'SIGWINCH'] as const;
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.removeListener(signal, listener);
  };
}

const IDS = ['Uid', 'Gid'];

export const facts: Record<string, Fact> = {
  'stty -a': (library) => stty(library, {}),
  'stty -a, encoding null': async (library) =>
    (await stty(library, { encoding: null })).filter((mode) => !/iutf8/.test(mode)),
  'iutf8, encoding null': async (library) =>
    (await stty(library, { encoding: null })).filter((mode) => /iutf8/.test(mode)),
  'stty -a, encoding latin1': (library) => stty(library, { encoding: 'latin1' }),
  'end-of-line characters': async (library) =>
    (await outputOf(library, ['stty', '-a'], {}, LAST_MODE)).match(/eol2? = [^;]+/g),
  'environment: that of the host': (library) => environ(library, {}),
  'environment: process.env itself': (library) => environ(library, { env: process.env }),
  'environment: a copy of process.env': (library) => environ(library, { env: { ...process.env } }),
  'environment: given': (library) =>
    environ(library, { env: { B: '2', A: '', 'a b': '=', N: 7, F: false, PWD: 'x' }, cwd: '/' }),
  'environment: name becomes TERM': (library) =>
    environ(library, { name: 'vt220', env: { A: '1' } }),
  'environment: TERM of env': (library) => environ(library, { env: { TERM: 'vt100' } }),
  'environment: no TERM at all': (library) => environ(library, { env: {} }),
  'environment: null value': (library) => environ(library, { env: { A: null } }),
  'environment: odd names': (library) => environ(library, { env: { '': 'x', 'A=B': 'c', 1: 'd' } }),
  'environment: undefined value': async (library) =>
    (await environ(library, { env: { A: undefined } })).filter((entry) => entry.startsWith('A')),
  'signals of a program': (library) => status(library, ['SigBlk', 'SigIgn', 'SigCgt', 'SigPnd']),
  'signals of a program whose host listens to some': (library) => afterHost(library, listeningHost),
  'rights and mask': (library) =>
    status(library, ['Umask', 'Groups', 'CapEff', 'NoNewPrivs', 'Seccomp', ...IDS]),
  limits: (library) =>
    outputOf(library, ['cat', '/proc/self/limits'], {}, /realtime timeout[ \w]+\r\n$/),
  'cwd: that of the host': (library) => outputOf(library, ['readlink', '/proc/self/cwd']),
  'cwd: given': (library) => outputOf(library, ['readlink', '/proc/self/cwd'], { cwd: '/usr' }),
  'cwd: given, and PATH is relative to it': async (library) =>
    run(library, ['readlink', '/proc/self/cwd'], { cwd: '/usr', env: { PATH: 'bin' } }),
  'window size: given': (library) => outputOf(library, ['stty', 'size'], { cols: 91, rows: 19 }),
  'window size: default': (library) => outputOf(library, ['stty', 'size']),
  'window size: 0 is the default': (library) =>
    outputOf(library, ['stty', 'size'], { cols: 0, rows: 0 }),
  'session, group, terminal, foreground': place,
  'its terminal is ptsName': terminalIs,
  descriptors,
  'descriptors beside other terminals': descriptorsBesideOthers,
  'arguments, byte by byte': (library) =>
    outputOf(
      library,
      ['sh', '-c', 'printf "<%s>" "$0" "$@" | od -An -c; echo end'].concat(
        ...['', ' ', "'", '"', '\\', '$HOME', '*', 'ä€😀', '\ud800', '\t\n', '-n'],
      ),
      {},
      /end\r\n$/,
    ),
  'argument with a NUL byte': async (library) => {
    try {
      return await outputOf(library, ['printf', '<%s>', 'a\0b'], {}, />$/);
    } catch (error) {
      return `throws ${(error as Error).message}`;
    }
  },
  'program found in the PATH of env': (library) =>
    run(library, ['sh', '-c', 'echo $0'], { env: { PATH } }),
  'program not in the PATH of env': (library) =>
    run(library, ['sh', '-c', 'echo $0'], { env: { PATH: '/proc' } }),
  'program named relative to cwd': (library) => script(library, 'echo "$0"\n', 0o755, './program'),
  'program found in cwd by an empty entry of PATH': (library) =>
    script(library, 'echo "$0"\n', 0o755, 'program', ':/bin'),
  'argv[0]': (library) => outputOf(library, ['sh', '-c', 'tr "\\0" "|" < /proc/$$/cmdline; echo']),
  'flags of 0, 1 and 2': (library) =>
    outputOf(
      library,
      ['sh', '-c', 'grep -h flags /proc/$$/fdinfo/0 /proc/$$/fdinfo/[12]'],
      {},
      /(flags:\s+\d+\s+){3}$/,
    ),
  'no PATH in env': (library) => run(library, ['sh', '-c', 'echo $0'], { env: {} }),
  'no such program': (library) => run(library, ['/no/such/program']),
  'no such program in PATH': (library) => run(library, ['flatpty-no-such-program']),
  'no such cwd': (library) => run(library, ['true'], { cwd: '/no/such/folder' }),
  'a folder as program': (library) => run(library, ['/usr']),
  'a script without a magic number': (library) => script(library, 'echo "$0 $1"\n', 0o755),
  'a file without the execute bit': (library) => script(library, 'echo x\n', 0o644),
  'an interpreter that is missing': (library) => script(library, '#!/no/such\n', 0o755),
};

export const rootFacts: Record<string, Fact> = {
  'uid and gid': (library) => status(library, IDS, { uid: 65534, gid: 65534, cwd: '/' }),
  'uid without gid': (library) => status(library, IDS, { uid: 65534, cwd: '/' }),
  'gid without uid': (library) => status(library, IDS, { gid: 65534, cwd: '/' }),
  'uid -1 and gid -1': (library) => status(library, IDS, { uid: -1, gid: -1 }),
  'groups with uid and gid': async (library) => {
    const before = process.getgroups?.() ?? [];
    process.setgroups?.([0, 4]);
    try {
      return await status(library, ['Groups'], { uid: 65534, gid: 65534, cwd: '/' });
    } finally {
      process.setgroups?.(before);
    }
  },
};
