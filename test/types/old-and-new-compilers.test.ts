// timeout: 300 s
// A consumer has any TypeScript since 4.9, and types of a Node that may be older than what flatpty runs on, as
// Electron pins them. Our declarations are checked too: they may use no name that only newer types have.
import path from 'node:path';
import t from 'tap';
import { dropIn, noDropIn } from '../helpers/dropin';
import { compiledBy } from '../helpers/otherCompiler';

const OWN_COMPILER = require.resolve('typescript/bin/tsc');

/** A compiler and types, by the names of test/types/compilers; and what is compiled. */
const CASES: Array<[compiler: string | undefined, types: string, sources: string[]]> = [
  // `using` and `await using` in modern.mts are of TypeScript 5.2.
  ['typescript4', 'node16', ['commonjs.ts']],
  [undefined, 'node16', ['commonjs.ts', 'modern.mts']],
  [undefined, 'node26', ['commonjs.ts', 'modern.mts']],
  ['typescript7', 'node16', ['commonjs.ts', 'modern.mts']],
  ['typescript7', 'node26', ['commonjs.ts', 'modern.mts']],
];

for (const [compiler, types, sources] of CASES) {
  const title = `${compiler ?? "the project's own"}, types of ${types}`;
  t.test(title, { skip: noDropIn('types') }, async (t) => {
    const modules = path.join(await dropIn('types'), 'node_modules');
    const tsc = compiler ? path.join(modules, compiler, 'bin/tsc') : OWN_COMPILER;
    t.equal(await compiledBy(t, tsc, path.join(modules, types), sources), '');
  });
}
