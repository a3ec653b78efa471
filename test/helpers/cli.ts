import path from 'node:path';
import { type ProgramEnd, type ProgramOptions, runScript } from './runScript';

/** The file behind the `flatpty` command. */
export const CLI = path.join(__dirname, '../../lib/cli.js');

/** Runs `flatpty` with pipes for stdout and stderr, to its end. */
export function flatpty(args: string[], options: ProgramOptions = {}): Promise<ProgramEnd> {
  return runScript(CLI, args, options);
}
