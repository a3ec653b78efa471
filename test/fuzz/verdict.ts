import { inspect } from 'node:util';
import { Poison } from './nastyValues';

/** Whether `thrown` tells a caller what was wrong with what. Otherwise says why it does not. */
export function unclear(thrown: unknown): string | undefined {
  if (thrown instanceof Poison) return undefined;
  if (!(thrown instanceof Error)) return `not an Error: ${inspect(thrown)}`;
  const { name, code, errno, syscall, message } = thrown as NodeJS.ErrnoException;
  // The engine's own words for what nobody can look into, or make a text of.
  const engines = /has been revoked|Cannot convert object to primitive value|Invalid string length/;
  if (/^(Type|Range)Error$/.test(name) && engines.test(message)) return undefined;
  if (message === '') return 'without a message';
  if (/^(Type|Range)Error$/.test(name) && /^ERR_[A-Z_]+$/.test(code ?? '')) return undefined;
  if (name === 'AbortError' && code === 'ABORT_ERR') return undefined;
  if (name === 'Error' && /^E[A-Z0-9]+$/.test(code ?? '') && errno && syscall) return undefined;
  return `${thrown.stack}, code ${code}`;
}
