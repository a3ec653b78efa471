// Builds the files of one macOS target.
import fs from 'node:fs';
import path from 'node:path';
import { buildProduct } from './compile.mjs';
import { readTarget } from './gyp.mjs';
import { PRODUCTS, root } from './targets.mjs';
import { cacheDir } from './toolchain.mjs';

/** What the release builds differently from `node-gyp rebuild`, by binding.gyp's variables. */
export const VARIABLES = { static_libcxx: 1 };

/**
 * Builds `target` with the sources of `root`.
 * @returns {Promise<Map<string, string>>} where each product's file is, by its name in prebuilds/.
 */
export async function makeTarget(tools, target) {
  const made = new Map();
  for (const product of PRODUCTS) {
    const settings = readTarget(root, product.gypTarget, VARIABLES);
    if (product.isAddon) settings.includes.push(tools.includeDir);
    const folder = path.join(cacheDir, 'objects', target.name, product.gypTarget);
    made.set(product.file, await buildProduct(tools, root, folder, target, product, settings));
  }
  return made;
}

/** Puts a built file where it belongs in one step: a reader sees the old file or the new one. */
export function deliver(built, file) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`);
  fs.copyFileSync(built, temporary);
  fs.chmodSync(temporary, 0o755);
  fs.renameSync(temporary, file);
}
