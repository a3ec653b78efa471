/** `flatpty doctor`: what is installed, does a shell work, and is the process flat after many ptys. */
import { censusReader } from './censusReader';
import type { DoctorFacts, NativeFacts } from './doctorFacts';
import { describeFacts, gatherFacts } from './doctorFacts';
import type { Check, ShellLibrary } from './doctorShell';
import { checkShell } from './doctorShell';
import { runStress } from './stress';
import { printStressResult, silentReporter, terminalReporter, totalPtys } from './stressReport';
import type { StressResult, StressSizes } from './stressVerdict';
import type { TerminalUi } from './terminalUi';
import { formatCount, formatDuration } from './terminalUi';

export interface DoctorCommand {
  /** Loads the library; a throw is a finding ("the addon does not load"), not a crash. */
  load(): { library: ShellLibrary; native: NativeFacts };
  ui: TerminalUi;
  json: boolean;
  /** Ptys in all; default 2,000. */
  count?: number;
  threadsAtStart?: number;
  signal: AbortSignal;
}

/** The document `flatpty doctor --json` prints. */
export interface DoctorResult {
  /** True when every check passed and the run was flat. */
  ok: boolean;
  facts: DoctorFacts;
  checks: Check[];
  /** Null when it was not run because the library does not load or a check before it was interrupted. */
  stress: StressResult | null;
}

const STEP_LIMIT_MS = 10_000;

/** Half in sequence, four tenths in waves, one tenth launches that fail; together exactly `count`. */
function doctorSizes(count: number): StressSizes {
  const waves = Math.floor(count * 0.4);
  const failing = Math.floor(count * 0.1);
  return { sequence: count - waves - failing, waves, waveSize: 200, failing };
}

/** The library, or the reason why there is none. */
function tryToLoad(command: DoctorCommand): ReturnType<DoctorCommand['load']> | string {
  try {
    return command.load();
  } catch (error) {
    // A function that this version calls and the addon lacks.
    const older = error instanceof TypeError && /is not a function/.test(error.message);
    return older
      ? `${error}: the addon is of another version; build or install it again`
      : `${error}`;
  }
}

/** Runs `flatpty doctor`; resolves with whether all is well. */
export async function doctorCommand(command: DoctorCommand): Promise<boolean> {
  const { ui, json, signal } = command;
  const readCensus = censusReader();
  const checks: Check[] = [];
  const onCheck = (check: Check): void => {
    checks.push(check);
    if (!json) {
      const timing = ui.style('dim', formatDuration(check.ms));
      const [detail] = check.detail.split('\n');
      ui.line(`  ${ui.mark(check.ok)} ${check.name.padEnd(6)}  ${detail}  ${timing}`);
    }
  };

  const census = readCensus();
  const loadedAt = performance.now();
  const loaded = tryToLoad(command);
  const facts = gatherFacts(census, typeof loaded === 'string' ? null : loaded.native);
  if (!json) {
    ui.line(ui.style('bold', 'flatpty doctor'));
    ui.heading('System');
    ui.facts(describeFacts(facts, census.available ? '' : census.reason));
    if (facts.remarks.length > 0) {
      ui.heading('Remarks');
      ui.facts(facts.remarks.map(({ about, detail }) => [about, detail]));
    }
    ui.heading('Checks');
  }

  let stress: StressResult | null = null;
  if (typeof loaded === 'string') {
    onCheck({ name: 'load', ok: false, detail: loaded, ms: performance.now() - loadedAt });
  } else {
    await checkShell(loaded.library, { limitMs: STEP_LIMIT_MS, signal }, onCheck);
    if (!signal.aborted) {
      const sizes = doctorSizes(command.count ?? 2000);
      if (!json) {
        ui.heading(`${formatCount(totalPtys(sizes))} ptys`);
      }
      stress = await runStress(
        loaded.library,
        {
          sizes,
          readCensus,
          signal,
          ...(command.threadsAtStart !== undefined && { threadsAtStart: command.threadsAtStart }),
        },
        json ? silentReporter : terminalReporter(ui),
      );
    }
  }

  const failed = checks.filter((check) => !check.ok);
  const result: DoctorResult = {
    ok: failed.length === 0 && stress?.ok === true,
    facts,
    checks,
    stress,
  };
  if (json) {
    ui.line(JSON.stringify(result, null, 2));
    return result.ok;
  }
  if (stress !== null) {
    printStressResult(ui, stress);
  }
  if (failed.length > 0) {
    const names = failed.map((check) => check.name).join(', ');
    ui.line(`${ui.mark(false)} ${failed.length} of ${checks.length} checks failed: ${names}`);
  }
  return result.ok;
}
