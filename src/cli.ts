#!/usr/bin/env node
import type * as Native from './addon/addon';
import type { NativeLimit } from './addon/processes';
/** The `flatpty` command: reads its arguments and hands over to src/cli/. */
import type { Arguments } from './cli/arguments';
import { readArguments, USAGE, UsageError } from './cli/arguments';
import { censusReader } from './cli/censusReader';
import { doctorCommand } from './cli/doctor';
import { packageVersion } from './cli/doctorFacts';
import { tellFailure } from './cli/failure';
import type { NamedLibrary } from './cli/library';
import { LibraryError, loadNamedLibrary } from './cli/library';
import { processesCommand } from './cli/processes';
import { Recording } from './cli/recording';
import { stressCommand } from './cli/stressReport';
import { TerminalUi } from './cli/terminalUi';
import type * as Library from './index';
import { setTimeout } from './node';

/** Looked for before the arguments are read, because those may be what is wrong. */
const wantsJson = process.argv.includes('--json');

/** Ends the process with exit code 2. @param more goes below the reason */
function refuse(error: Error, more = ''): never {
  tellFailure(Object.assign(error, { code: 'ERR_USAGE' }), wantsJson, more);
  process.exit(2);
}

function argumentsOrAnswer(): Arguments {
  try {
    const read = readArguments(process.argv.slice(2));
    if (typeof read === 'object') {
      return read;
    }
    process.stdout.write(read === 'help' ? USAGE : `${packageVersion()}\n`);
    process.exit(0);
  } catch (error) {
    if (error instanceof UsageError) {
      refuse(error, `\n${USAGE}`);
    }
    throw error;
  }
}

/**
 * ^C, a polite kill, the end of the terminal and that of the reader (`flatpty doctor | head`) end
 * the children first and remove what was made; asked a second time, the process ends at once.
 */
function stopOnRequest(): AbortSignal {
  const controller = new AbortController();
  process.stdout.on('error', () => controller.abort(1));
  process.stderr.on('error', () => controller.abort(1));
  for (const [name, exitCode] of [
    ['SIGHUP', 129],
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
const loadNative = (): typeof Native => require('./addon/addon');

/** None where the addon does not load, which is another command's finding. */
function processLimits(): NativeLimit[] {
  try {
    return loadNative().binding.limits().processes;
  } catch {
    return [];
  }
}

/** The library of `--lib`, else flatpty itself. */
async function libraryToStress(named: string | undefined): Promise<NamedLibrary> {
  if (named === undefined) {
    return { library: loadLibrary(), name: `flatpty ${packageVersion()}` };
  }
  try {
    return await loadNamedLibrary(named, process.cwd());
  } catch (error) {
    if (error instanceof LibraryError) {
      refuse(error);
    }
    throw error;
  }
}

/** The files of `--csv` and `--svg`. */
function openRecording({ csv, svg }: Arguments): Recording {
  try {
    return new Recording({ ...(csv !== undefined && { csv }), ...(svg !== undefined && { svg }) });
  } catch (error) {
    return refuse(error as Error);
  }
}

const startsThreadsItself =
  process.versions.bun !== undefined || process.versions.deno !== undefined;

async function main(): Promise<void> {
  const words = argumentsOrAnswer();
  // Counted before the library is loaded: it is allowed one more thread, ever.
  const atStart = censusReader()();
  const signal = stopOnRequest();
  const ui = new TerminalUi(process.stdout);
  const common = {
    ui,
    json: words.json,
    signal,
    ...(words.count !== undefined && { count: words.count }),
    // How many threads another library starts is its own affair, as long as they do not grow.
    // The same for the threads that Bun and Deno start for themselves while they run.
    ...(atStart.available &&
      words.lib === undefined &&
      !startsThreadsItself && { threadsAtStart: atStart.threads.length }),
  };
  let ok: boolean;
  if (words.processes) {
    ok = await processesCommand({ ui, json: words.json, limits: processLimits });
  } else if (words.command === 'doctor') {
    ok = await doctorCommand({
      ...common,
      load: () => ({ library: loadLibrary(), native: loadNative().describeNative() }),
    });
  } else {
    ok = await stressCommand({
      ...common,
      ...(await libraryToStress(words.lib)),
      recording: openRecording(words),
      ...(words.minutes !== undefined && { minutes: words.minutes }),
      ...(words.seed !== undefined && { seed: words.seed }),
    });
  }
  process.exitCode = signal.aborted ? Number(signal.reason) : ok ? 0 : 1;
  // Nothing is left to wait for; a library that keeps the process alive now holds on to something.
  setTimeout(() => {
    process.stderr.write('flatpty: the process does not end by itself: something is still open\n');
    process.exit(process.exitCode === 0 ? 1 : process.exitCode);
  }, 5000).unref();
}

main().catch((error: unknown) => {
  tellFailure(error, wantsJson);
  process.exitCode = 1;
});
