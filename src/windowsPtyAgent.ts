// node-pty's path.
import { commandLine } from './spawn/windowsCommandLine';
import type { ArgvOrCommandLine } from './types';

export { WindowsAgent as WindowsPtyAgent } from './terminal/windowsAgent';

/** The command line by which `file` gets `args`. @throws TypeError `ERR_INVALID_ARG_VALUE` for a quote in `file`. */
export function argsToCommandLine(file: string, args: ArgvOrCommandLine): string {
  return commandLine(file, args);
}
