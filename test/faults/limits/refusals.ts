// What a host at one of its limits hears, and what it has afterwards.
import { spawn } from 'flatpty';
import { collect } from '../../helpers/collect';
import { launchers } from '../../helpers/launcherNames';
import { type ErrorFacts, facts } from '../lib/job';

export interface Refusal {
  launcher: string;
  spawnErrors: 'exit' | 'throw';
  /** None when it was not refused. */
  error?: ErrorFacts;
}

export interface AtLimit {
  refusals: Refusal[];
  /** What the refused calls have left. */
  residue: string[];
  /** Exit codes of /bin/sh -c 'exit 7', per launcher, with room again. */
  healed: number[];
}

/** Every launcher of `names` and both values of `spawnErrors`, where nothing can be had. */
export function refusals(
  file = '/bin/true',
  args: string[] = [],
  names: string[] = launchers,
): Refusal[] {
  return names.flatMap((launcher) => {
    process.env.FLATPTY_LAUNCHER = launcher;
    return (['exit', 'throw'] as const).map((spawnErrors): Refusal => {
      try {
        spawn(file, args, { spawnErrors }).destroy();
        return { launcher, spawnErrors };
      } catch (error) {
        return { launcher, spawnErrors, error: facts(error as ErrorFacts) };
      }
    });
  });
}

/** Where there is room again. */
export async function exitCodes(): Promise<number[]> {
  const codes: number[] = [];
  for (const launcher of launchers) {
    process.env.FLATPTY_LAUNCHER = launcher;
    codes.push((await collect(spawn('/bin/sh', ['-c', 'exit 7']))).exitCode);
  }
  return codes;
}
