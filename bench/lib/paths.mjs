// Where things are.
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const bench = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
export const build = path.join(bench, 'build');
/** A compiled program of programs/. */
export const program = (name) => path.join(build, name);
/** A compiled program of limit/. */
export const limit = (name) => path.join(build, `limit-${name}`);
/** The file with one of the texts of texts.mjs. */
export const textFile = (kind) => path.join(build, `${kind}.txt`);
