#!/usr/bin/env node
/** The `flatpty` command: reads its arguments and hands over to src/cli/. */
import { parseArgs } from 'node:util';
import { censusReader } from './cli/census_reader';
import { doctorCommand } from './cli/doctor';
import { packageVersion } from './cli/doctor_facts';
import { stressCommand } from './cli/stress_report';
import { TerminalUi } from './cli/terminal_ui';
import type * as Library from './index';
import type * as Native from './native';

const USAGE = `Usage: flatpty <command> [options]

Commands
  doctor   say what is installed, try a shell, open 2,000 ptys, compare before and after
  stress   open 5,000 ptys in sequence, 2,000 in waves of 200, and 1,000 launches that
           fail; every byte, exit code, descriptor, pty, thread and zombie is counted

Options
  --count N    doctor: N ptys in all; stress: N in sequence, the rest in proportion
  --json       print one JSON document and nothing else
  --version    print the version
  --help       print this text

Exit code: 0 when all is flat, 1 when anything is not, 2 for wrong usage, 130 after ^C.
`;

const COMMANDS = ['doctor', 'stress'] as const;
const MAX_COUNT = 1_000_000;

interface Arguments {
  command: (typeof COMMANDS)[number];
  count: number | undefined;
  json: boolean;
}

/** Ends the process with the usage text on stderr. */
function refuse(reason: string): never {
  process.stderr.write(`flatpty: ${reason}\n\n${USAGE}`);
  process.exit(2);
}

function parse() {
  return parseArgs({
    allowPositionals: true,
    options: {
      count: { type: 'string' },
      json: { type: 'boolean', default: false },
      version: { type: 'boolean', short: 'v', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
}

function parseOrRefuse(): ReturnType<typeof parse> {
  try {
    return parse();
  } catch (error) {
    // The first sentence says what is wrong; Node adds advice that does not apply here.
    return refuse((error as Error).message.split('. ')[0] ?? '');
  }
}

function readArguments(): Arguments {
  const { values, positionals } = parseOrRefuse();
  if (values.help) {
    process.stdout.write(USAGE);
    process.exit(0);
  }
  if (values.version) {
    process.stdout.write(`${packageVersion()}\n`);
    process.exit(0);
  }
  const [name, surplus] = positionals;
  if (name === undefined) {
    refuse('a command is missing');
  }
  const command = COMMANDS.find((known) => known === name);
  if (command === undefined) {
    refuse(`unknown command '${name}'`);
  }
  if (surplus !== undefined) {
    refuse(`unexpected argument '${surplus}'`);
  }
  const count = values.count === undefined ? undefined : Number(values.count);
  if (count !== undefined && !(Number.isInteger(count) && count >= 1 && count <= MAX_COUNT)) {
    refuse(`--count takes a whole number from 1 to ${MAX_COUNT}, not '${values.count}'`);
  }
  return { command, count, json: values.json };
}

/** ^C and a polite kill end the children first; asked a second time, the process ends at once. */
function stopOnSignals(): AbortSignal {
  const controller = new AbortController();
  for (const [name, exitCode] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) {
        process.exit(exitCode);
      }
      controller.abort(exitCode);
    });
  }
  return controller.signal;
}

// require, late: an addon that does not load is a finding of the doctor, and import() would start
// the thread pool, whose threads would then be counted as the library's.
const loadLibrary = (): typeof Library => require('./index');
const loadNative = (): typeof Native => require('./native');

async function main(): Promise<void> {
  const { command, count, json } = readArguments();
  // Counted before the library is loaded: it is allowed one more thread, ever.
  const atStart = censusReader()();
  const signal = stopOnSignals();
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // `flatpty doctor | head`: nobody is listening any more.
    process.exit(error.code === 'EPIPE' ? 1 : 70);
  });
  const ui = new TerminalUi(process.stdout);
  const common = {
    ui,
    json,
    signal,
    ...(count !== undefined && { count }),
    ...(atStart.available && { threadsAtStart: atStart.threads.length }),
  };
  let ok: boolean;
  if (command === 'doctor') {
    ok = await doctorCommand({
      ...common,
      load: () => ({ library: loadLibrary(), native: loadNative().describeNative() }),
    });
  } else {
    ok = await stressCommand({ ...common, library: loadLibrary() });
  }
  process.exitCode = signal.aborted ? Number(signal.reason) : ok ? 0 : 1;
  // Nothing is left to wait for; a library that keeps the process alive now holds on to something.
  setTimeout(() => {
    process.stderr.write('flatpty: the process does not end by itself: something is still open\n');
    process.exit(process.exitCode === 0 ? 1 : process.exitCode);
  }, 5000).unref();
}

main().catch((error: unknown) => {
  process.stderr.write(`flatpty: ${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
