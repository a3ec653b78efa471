import type { StressResult } from '#lib/cli/stressVerdict';
import { runScript } from './runScript';

/** Runs `flatpty stress --json` of the package whose cli.js is `cli`. */
export async function runStressCommand(
  cli: string,
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<{ exitCode: number | null; result: StressResult }> {
  const end = await runScript(cli, ['stress', '--json', ...args], { env, limitMs: 180_000 });
  if (end.stdout === '') {
    throw new Error(`no result, exit code ${end.exitCode}, signal ${end.signal}\n${end.stderr}`);
  }
  return { exitCode: end.exitCode, result: JSON.parse(end.stdout) as StressResult };
}
