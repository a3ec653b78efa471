/** What stands on the command line of `flatpty`. */
import { parseArgs } from 'node:util';

export const USAGE = `Usage: flatpty <command> [options]

Commands
  doctor   say what is installed, try a shell, open 2,000 ptys, compare before and after
  stress   open 5,000 ptys in sequence, 2,000 in waves of 200, and 1,000 launches that
           fail; every byte, exit code, descriptor, pty, thread and zombie is counted

Options
  --count N      doctor: N ptys in all; stress: N in sequence, the rest in proportion
  --json         print one JSON document and nothing else
  --version      print the version
  --help         print this text

Options of doctor
  --processes    in place of all that, say who holds the processes, zombies and ptys
                 of the machine, and what grows; starts nothing (Linux)

Options of stress
  --minutes N    in place of the above keep a pool of ptys busy for N minutes: they echo,
                 flood, and are resized, paused, hung up and killed at random
  --seed N       of the random choices; to repeat a run
  --lib NAME     run another library, a drop-in for node-pty, by name or by path
  --csv FILE     write the census of every 5 seconds to FILE
  --svg FILE     plot descriptors and memory over time

Exit code: 0 when all is flat, 1 when anything is not, 2 for wrong usage, 130 after ^C.
`;

const COMMANDS = ['doctor', 'stress'] as const;
const MAX_COUNT = 1_000_000;
const MAX_MINUTES = 100_000;
const MAX_SEED = 2 ** 32 - 1;

const OPTIONS = {
  count: { type: 'string' },
  json: { type: 'boolean', default: false },
  version: { type: 'boolean', short: 'v', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  minutes: { type: 'string' },
  seed: { type: 'string' },
  lib: { type: 'string' },
  csv: { type: 'string' },
  svg: { type: 'string' },
  processes: { type: 'boolean', default: false },
} as const;

/** Options that only stress has. */
const OF_STRESS = ['minutes', 'seed', 'lib', 'csv', 'svg'] as const;

export interface Arguments {
  command: (typeof COMMANDS)[number];
  json: boolean;
  count?: number;
  minutes?: number;
  seed?: number;
  lib?: string;
  csv?: string;
  svg?: string;
  processes: boolean;
}

/** What is asked for, when it is not a command to run. */
export type Question = 'help' | 'version';

/** The command line makes no sense. The message says why. */
export class UsageError extends Error {}

function parse(words: string[]) {
  return parseArgs({ args: words, allowPositionals: true, options: OPTIONS });
}

function parseOrRefuse(words: string[]): ReturnType<typeof parse> {
  try {
    return parse(words);
  } catch (error) {
    // The first sentence says what is wrong; Node adds advice that does not apply here.
    throw new UsageError((error as Error).message.split(/\.\s/)[0] ?? '');
  }
}

/** The number behind `--name`, or undefined when it is not there. */
function numberOption(
  name: string,
  text: string | undefined,
  expected: string,
  isValid: (value: number) => boolean,
): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!isValid(value)) {
    throw new UsageError(`--${name} takes ${expected}, not '${text}'`);
  }
  return value;
}

function wholeNumber(name: string, text: string | undefined, most: number): number | undefined {
  const isValid = (value: number): boolean =>
    Number.isInteger(value) && value >= 1 && value <= most;
  return numberOption(name, text, `a whole number from 1 to ${most}`, isValid);
}

function readMinutes(text: string | undefined): number | undefined {
  const isValid = (value: number): boolean => value > 0 && value <= MAX_MINUTES;
  return numberOption('minutes', text, `a number above 0, at most ${MAX_MINUTES}`, isValid);
}

/**
 * @param words the command line without the program's own name
 * @throws UsageError
 */
export function readArguments(words: string[]): Arguments | Question {
  const { values, positionals } = parseOrRefuse(words);
  if (values.help) {
    return 'help';
  }
  if (values.version) {
    return 'version';
  }
  const [name, surplus] = positionals;
  if (name === undefined) {
    throw new UsageError('a command is missing');
  }
  const command = COMMANDS.find((known) => known === name);
  if (command === undefined) {
    throw new UsageError(`unknown command '${name}'`);
  }
  if (surplus !== undefined) {
    throw new UsageError(`unexpected argument '${surplus}'`);
  }
  const foreign = OF_STRESS.find((option) => values[option] !== undefined);
  if (command !== 'stress' && foreign !== undefined) {
    throw new UsageError(`--${foreign} is an option of stress`);
  }
  if (command !== 'doctor' && values.processes) {
    throw new UsageError('--processes is an option of doctor');
  }
  if (values.processes && values.count !== undefined) {
    throw new UsageError('--processes opens no ptys: --count does not go with it');
  }
  if (values.count !== undefined && values.minutes !== undefined) {
    throw new UsageError('--count and --minutes exclude each other');
  }
  if (values.seed !== undefined && values.minutes === undefined) {
    throw new UsageError('--seed goes with --minutes: nothing else is random');
  }
  const given = {
    count: wholeNumber('count', values.count, MAX_COUNT),
    minutes: readMinutes(values.minutes),
    seed: wholeNumber('seed', values.seed, MAX_SEED),
    lib: values.lib,
    csv: values.csv,
    svg: values.svg,
  };
  const present = Object.entries(given).filter(([, value]) => value !== undefined);
  return {
    command,
    json: values.json,
    processes: values.processes,
    ...Object.fromEntries(present),
  };
}
