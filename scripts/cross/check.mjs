// Holds the cross-built prebuilds against the gates (gates.mjs, tarball.mjs); exit code 1 if one fails.
//   npm run check:cross                 npm run check:cross -- --root FOLDER
import path from 'node:path';
import { parseArgs } from 'node:util';
import { checkAll } from './check-all.mjs';
import { root } from './targets.mjs';

const { values: flags } = parseArgs({ options: { root: { type: 'string', default: root } } });
process.exitCode = (await checkAll({ folder: path.resolve(flags.root) })) ? 0 : 1;
