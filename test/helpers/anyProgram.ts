// Programs for tests that run on every OS: scripts of sh on Unix, test/windows/programs/probe.c on Windows. Each word
// means the same on both.
import { type Pty, spawn } from 'flatpty';
import { type Options, probe, Watched } from '../windows/lib/probe';

export const isWindows: boolean = process.platform === 'win32';

const SCRIPTS = {
  /** Prints `leaving` and ends with the code given. */
  exit: 'echo leaving; exit "$1"',
  /** Prints nothing. */
  silent: 'exit "$1"',
  /** Prints `ready`, reads a line, prints it as `got <line>`, and ends with 7. */
  line: 'echo ready; read -r line; echo "got <$line>"; exit 7',
  /** Prints `ready`, then `got <line>` for each line; `quit` ends it with 0. */
  answers:
    'echo ready; while read -r line; do [ "$line" = quit ] && exit 0; echo "got <$line>"; done',
  /** Prints that many numbered lines and ends with 3. */
  lines:
    'i=0; while [ $i -lt "$1" ]; do i=$((i+1)); printf "line %06d of many\\n" $i; done; exit 3',
  /** Prints `staying` and stays for a minute. */
  stay: 'echo staying; exec sleep 60',
} as const;

/** Starts a program by its word; on Windows on the console under test. */
export function start(word: keyof typeof SCRIPTS, argument = '', options: Options = {}): Pty {
  if (isWindows) return probe(argument === '' ? [word] : [word, argument], options);
  return spawn('sh', ['-c', SCRIPTS[word], 'sh', argument], {
    termios: { echo: false },
    ...options,
  });
}

/** The same, watched. */
export function watchAny(word: keyof typeof SCRIPTS, argument = '', options?: Options): Watched {
  return new Watched(start(word, argument, options));
}
