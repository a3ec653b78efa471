import { chmodSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type IPtyForkOptions, spawn } from 'flatpty';
import t from 'tap';
import { byLauncher } from '../helpers/byLauncher';
import { collect } from '../helpers/collect';
import { descriptorsIn, LIST_DESCRIPTORS } from '../helpers/descriptors';
import { folder } from '../helpers/folder';
import { launchers } from '../helpers/launcherNames';

interface Case {
  file: string;
  args?: string[];
  options?: IPtyForkOptions;
  /** Typed as soon as the program is started. */
  input?: string;
  /** The terminal's whole output. Default: only compared between the launchers, and not empty. */
  output?: string;
  exitCode?: number;
  signal?: number;
  skip?: string | false;
}

const sh = (script: string, rest: Partial<Case> = {}): Case => ({
  file: '/bin/sh',
  args: ['-c', script],
  ...rest,
});

const scripts = folder(t);
writeFileSync(path.join(scripts, 'tool'), '#!/bin/sh\necho "tool $*"\n', { mode: 0o755 });
writeFileSync(path.join(scripts, 'no-magic'), 'echo "$0: $*"; exit 9\n', { mode: 0o755 });
const shadowed = folder(t);
writeFileSync(path.join(shadowed, 'tool'), 'not to be executed\n', { mode: 0o644 });

const closed = folder(t);
chmodSync(closed, 0o700);

const WORDS = ['', 'a b', '"', "'", '$HOME', '\\', '*', '-n', '--', 'ä€😀', 'two\nlines'];
const LONG = 'x'.repeat(100_000);
const LEADS =
  'set -- $(cat /proc/$$/stat); [ $1 = $5 ] && [ $1 = $6 ] && [ $7 != 0 ] && [ $1 = $8 ] && echo yes';
const IDENTITY = 'id -u; id -g; id -G; grep ^Cap /proc/$$/status';
const skip = process.getuid?.() !== 0 && 'only root can give another identity';

const cases: Record<string, Case> = {
  'leads its session and the foreground': sh(LEADS, { output: 'yes\r\n' }),
  'has a controlling terminal': sh('exec </dev/null; echo up >/dev/tty', { output: 'up\r\n' }),
  "is this process's child": sh('echo $PPID', { output: `${process.pid}\r\n` }),
  'reads what is typed': sh('read -r x; echo "<$x>"', { input: 'y\r', output: 'y\r\n<y>\r\n' }),
  'has default signals': {
    file: 'grep',
    args: ['-E', '^Sig(Blk|Ign)', '/proc/self/status'],
    output: ['SigBlk', 'SigIgn'].map((name) => `${name}:\t${'0'.repeat(16)}\r\n`).join(''),
  },
  'has the limits, priority and file mode mask of this process': sh('ulimit -a; nice; umask'),
  'has the modes of a fresh terminal': sh('stty -a', { options: { cols: 91, rows: 17 } }),
  'has the modes that were asked for': sh('stty -a', { options: { termios: { raw: true } } }),
  'gets its arguments': {
    file: '/usr/bin/printf',
    args: ['<%s>', ...WORDS],
    output: WORDS.map((word) => `<${word.replace('\n', '\r\n')}>`).join(''),
  },
  'gets long arguments and a long environment': {
    file: '/bin/sh',
    args: ['-c', 'printf %s "$1" | wc -c; printf %s "$LONG" | wc -c', 'sh', LONG],
    options: { env: { LONG } },
    output: '100000\r\n100000\r\n',
  },
  'gets argv[0]': {
    file: '/bin/sh',
    args: ['-c', 'tr "\\0" " " </proc/$$/cmdline | cut -d" " -f1'],
    options: { argv0: '-shell' },
    output: '-shell\r\n',
  },
  'gets exactly its environment': {
    file: '/usr/bin/env',
    options: { cwd: '/', name: 'vt100', env: { A: '1', EMPTY: '', UMLAUT: 'ä', 'A B': 'c d' } },
    output: 'A=1\r\nEMPTY=\r\nUMLAUT=ä\r\nA B=c d\r\nPWD=/\r\nTERM=vt100\r\n',
  },
  'starts in its directory': sh('pwd -P', { options: { cwd: '/proc' }, output: '/proc\r\n' }),
  'starts where this process is': sh('pwd -P', { output: `${process.cwd()}\r\n` }),
  'is found in the PATH of its environment': {
    file: 'tool',
    args: ['a', 'b c'],
    options: { env: { PATH: `/no/such/folder:${shadowed}:${scripts}:/bin:/usr/bin` } },
    output: 'tool a b c\r\n',
  },
  'is found in its directory by an empty element of PATH': {
    file: 'tool',
    options: { cwd: scripts, env: { PATH: ':/bin' } },
    output: 'tool \r\n',
  },
  'is found by a path relative to its directory': {
    file: './tool',
    options: { cwd: scripts },
    output: 'tool \r\n',
  },
  'is found without a PATH': {
    file: 'sh',
    args: ['-c', 'exit 4'],
    options: { env: {} },
    output: '',
    exitCode: 4,
  },
  'is run by sh when it has no magic number': {
    file: path.join(scripts, 'no-magic'),
    args: ['a', 'b c'],
    output: `${path.join(scripts, 'no-magic')}: a b c\r\n`,
    exitCode: 9,
  },
  'exits with 255': sh('exit 255', { output: '', exitCode: 255 }),
  'is killed by a signal': sh('kill -TERM $$', { output: '', signal: 15 }),
  'kills itself': sh('kill -KILL $$', { output: '', signal: 9 }),
  'has another uid': sh(IDENTITY, { options: { uid: 65534 }, skip }),
  'has another gid': sh(IDENTITY, { options: { gid: 65534 }, skip }),
  'has another uid and gid': sh(IDENTITY, { options: { uid: 61234, gid: 61235 }, skip }),
  'has other groups': sh(IDENTITY, { options: { groups: [1, 2, 61236] }, skip }),
  'has very many groups': sh('id -G | wc -w', {
    options: { uid: 61234, groups: Array.from({ length: 10_000 }, (_, i) => 20_000 + i) },
    output: '10001\r\n',
    skip,
  }),
  'starts in a directory that is closed to its user': {
    file: '/bin/pwd',
    args: ['-P'],
    options: { uid: 61234, gid: 61235, cwd: closed },
    output: `${closed}\r\n`,
    skip,
  },
  'has no groups': sh(IDENTITY, { options: { uid: 61234, gid: 61235, groups: [] }, skip }),
};

for (const [title, { skip, ...expected }] of Object.entries(cases)) {
  t.test(`the program ${title}`, { skip: skip || undefined }, async (t) => {
    const { file, args = [], options = {}, input } = expected;
    const answers = await byLauncher(async () => {
      const pty = spawn(file, args, options);
      if (input) pty.write(input);
      const { output, exitCode, signal } = await collect(pty);
      return { output, exitCode, signal, error: pty.spawnError?.message };
    });
    const first = answers[launchers[0] as string];
    const { output = first?.output, exitCode = 0, signal = 0 } = expected;
    for (const launcher of launchers) {
      const alike = { output, exitCode, signal, error: undefined };
      t.strictSame(answers[launcher], alike, launcher);
    }
    t.ok(expected.output !== undefined || output, 'there is something to compare');
  });
}

t.test('the program has no descriptor but the terminal on 0, 1 and 2', async (t) => {
  const answers = await byLauncher(async () => {
    const pty = spawn('/bin/sh', ['-c', LIST_DESCRIPTORS]);
    const { output } = await collect(pty);
    const found = Object.entries(descriptorsIn(output));
    return found.map(([fd, target]) => [fd, target === pty.ptsName ? 'terminal' : target]);
  });
  const expected = ['0', '1', '2'].map((fd) => [fd, 'terminal']);
  for (const launcher of launchers) t.strictSame(answers[launcher], expected, launcher);
});
