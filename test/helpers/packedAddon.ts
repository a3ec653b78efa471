import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { addonDir } from 'flatpty/lib/native';

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
