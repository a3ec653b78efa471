// Near terminals: quiet ones are read on the JS thread (ARCHITECTURE.md, "Near and far").
import { versions } from '../node';
import { environmentOverride } from '../utils';

/**
 * Whether this environment may read terminals on its own thread: FLATPTY_NEAR=1 allows it, where the event
 * loop is libuv's own. Bun and Deno name a libuv too, but Bun's functions of its names abort. Electron
 * watches libuv's loop from a further thread.
 */
export function mayReadNear(): boolean {
  const { uv, bun, deno, electron } = versions as Record<string, string | undefined>;
  if (!uv || bun || deno || electron) return false;
  return environmentOverride('FLATPTY_NEAR') === '1';
}
