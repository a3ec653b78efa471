// flatpty and the node-pty it stands in for, under one type.
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { IPty } from 'flatpty';
import t, { type Test } from 'tap';

const ROOT = path.join(__dirname, '../..');

/** A terminal as programs written for node-pty see it, its undocumented members included. */
// biome-ignore lint/suspicious/noExplicitAny: what the tests are about has no types
export type AnyPty = IPty & Record<string, any>;

export interface Library {
  spawn(file?: string, args?: unknown, options?: unknown): AnyPty;
  fork: Library['spawn'];
  createTerminal: Library['spawn'];
  open(options?: unknown): AnyPty;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  native: Record<string, (...args: any[]) => any>;
}

export const NAMES = ['flatpty', 'node-pty'] as const;
export type Name = (typeof NAMES)[number];

/** Where a library is, for require(). node-pty is installed from npm if it is not there yet. */
export async function folderOf(name: Name): Promise<string> {
  if (name === 'flatpty') return ROOT;
  const script = pathToFileURL(path.join(ROOT, 'scripts/compat/node-pty.mjs')).href;
  const { nodePty } = (await import(script)) as { nodePty(): Promise<string> };
  return nodePty();
}

/**
 * The same test with each library: what holds for node-pty must hold for flatpty. `body` must not let
 * the program end before it has read its output, of which node-pty may lose the rest (node-pty#72).
 */
export function withEach(title: string, body: (t: Test, library: Library) => Promise<void>): void {
  for (const name of NAMES) {
    t.test(`${title} (${name})`, async (t) => {
      await body(t, require(await folderOf(name)) as Library);
    });
  }
}

/** The same with flatpty alone, for what node-pty gets wrong; docs/differences.md says what. */
export function withFlatpty(
  title: string,
  body: (t: Test, library: Library) => Promise<void>,
): void {
  t.test(title, async (t) => {
    await body(t, require(await folderOf('flatpty')) as Library);
  });
}
