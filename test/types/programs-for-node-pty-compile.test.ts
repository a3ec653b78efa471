// timeout: 300 s
// The same programs against node-pty's declarations, which shows that they are programs for node-pty,
// and against flatpty's under node-pty's name.
import t from 'tap';
import { folderOf } from '../compat/libraries';
import { installAsNodePty } from '../helpers/dropin';
import { folder } from '../helpers/folder';
import { RESOLUTIONS, typeCheck } from '../helpers/typeCheck';

const named = (...files: string[]) => files.map((file) => `node-pty/${file}`);
const COMMON = named('service.ts', 'implementer.ts', 'bytes.ts', 'default.ts');
const strictest = { exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true };

/** By the name of a test: the programs and the compiler's options. */
const CASES: Record<string, [string[], object]> = {
  node10: [COMMON, { ...RESOLUTIONS.node10, esModuleInterop: true }],
  node16: [[...COMMON, ...named('required.cts', 'imported.mts')], RESOLUTIONS.node16],
  bundler: [[...COMMON, ...named('imported.mts')], RESOLUTIONS.bundler],
  'the strictest options': [
    [...COMMON, ...named('required.cts', 'imported.mts')],
    { ...RESOLUTIONS.node16, ...strictest, isolatedModules: true },
  ],
  // By themselves: what they declare would be there for all.
  'an augmentation, node10': [named('augmentation.ts'), RESOLUTIONS.node10],
  'an augmentation, node16': [named('augmentation.ts'), RESOLUTIONS.node16],
  'an augmentation, bundler': [named('augmentation.ts'), RESOLUTIONS.bundler],
};

t.test('against flatpty', async (t) => {
  const library = await installAsNodePty(folder(t));
  for (const [name, [sources, options]] of Object.entries(CASES)) {
    t.equal(typeCheck(t, sources, { 'node-pty': library }, options), '', name);
  }
});

t.test('against node-pty', async (t) => {
  const library = await folderOf('node-pty');
  for (const [name, [sources, options]] of Object.entries(CASES)) {
    t.equal(typeCheck(t, sources, { 'node-pty': library }, options), '', name);
  }
});
