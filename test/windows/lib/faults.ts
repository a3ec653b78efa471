// Makes Win32 calls of the addon under test fail, by an addon of the tests (programs/faults.c). Imported after flatpty.
import path from 'node:path';
import 'flatpty';

const tools = process.env.FLATPTY_TEST_TOOLS ?? path.resolve('test/windows/tools');
const addon: {
  arm(call: string, nth: number, error: number): boolean;
  pending(call: string): number;
} = require(path.join(tools, 'faults.node'));

/**
 * Has the `nth` call of a Win32 function from now on fail with the error given, once.
 * @throws Error when the addon does not call it.
 */
export function arm(call: string, nth: number, error: number): void {
  if (!addon.arm(call, nth, error)) throw new Error(`the addon has no call of ${call}`);
}

/** Whether a failure that was armed is still to come. */
export const isPending = (call: string): boolean => addon.pending(call) !== 0;
