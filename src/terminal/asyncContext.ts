import { AsyncResource } from 'node:async_hooks';

// Without a prototype: what is on Object.prototype is no option.
const OPTIONS = Object.assign(Object.create(null), { requireManualDestroy: true });

/**
 * The async context of a terminal, that of its spawn. The terminal ends it with emitDestroy(), as tools
 * that follow async resources expect.
 */
export function ptyResource(): AsyncResource {
  return new AsyncResource('PTY', OPTIONS);
}
