import { chmodSync, copyFileSync } from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { addonDir } from '#lib/addon/addon';
import { folder } from './folder';

/**
 * Copies the addon and, unless it is to be missing, its helper into `folder`.
 * @returns their paths there; FLATPTY_ADDON takes the first.
 */
export function packedAddon(
  folder: string,
  { withHelper = true } = {},
): { addon: string; helper: string } {
  const addon = path.join(folder, 'pty.node');
  const helper = path.join(folder, 'spawn-helper');
  copyFileSync(path.join(addonDir, 'pty.node'), addon);
  if (withHelper) copyFileSync(path.join(addonDir, 'spawn-helper'), helper);
  return { addon, helper };
}

/**
 * FLATPTY_ADDON for a host that becomes another user, who may not be let into this project's folder
 * and so could not start spawn-helper there.
 */
export function addonForEveryone(t: Test): { FLATPTY_ADDON: string } {
  const place = folder(t);
  chmodSync(place, 0o755);
  return { FLATPTY_ADDON: packedAddon(place).addon };
}
