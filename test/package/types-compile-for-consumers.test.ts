// timeout: 180 s
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import t, { type Test } from 'tap';
import { folder } from '../helpers/folder';

const root = path.join(__dirname, '../..');
const consumers = path.join(root, 'test/fixtures/consumers');
const tsc = require.resolve('typescript/bin/tsc');

/** Type-checks some of test/fixtures/consumers in a project of its own; what the compiler says. */
function check(t: Test, sources: string[], options: object): string {
  const project = folder(t);
  mkdirSync(path.join(project, 'node_modules'));
  symlinkSync(root, path.join(project, 'node_modules/flatpty'));
  for (const source of sources) {
    copyFileSync(path.join(consumers, source), path.join(project, source));
  }
  writeFileSync(path.join(project, 'package.json'), '{ "name": "consumer" }');
  const config = {
    compilerOptions: {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: 'es2020',
      lib: ['es2020'],
      types: ['node'],
      typeRoots: [path.join(root, 'node_modules/@types')],
      ...options,
    },
    files: sources,
  };
  writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify(config));
  try {
    return execFileSync(process.execPath, [tsc, '--pretty', 'false', '-p', project], {
      encoding: 'utf8',
    });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}

const node16 = { module: 'node16', moduleResolution: 'node16' };
const bundler = { module: 'esnext', moduleResolution: 'bundler' };

t.test('a program for node-pty, node16', async (t) => {
  t.equal(check(t, ['commonjs.ts'], node16), '');
});

t.test('a program for node-pty, bundler', async (t) => {
  t.equal(check(t, ['commonjs.ts'], bundler), '');
});

t.test('a program for node-pty, the resolution of node 10', async (t) => {
  const node10 = { module: 'commonjs', moduleResolution: 'node10' };
  t.equal(check(t, ['commonjs.ts'], node10), '');
});

t.test('what flatpty adds, as an ES module, node16', async (t) => {
  t.equal(check(t, ['modern.mts'], node16), '');
});

t.test('what flatpty adds, as an ES module, bundler', async (t) => {
  t.equal(check(t, ['modern.mts'], bundler), '');
});

t.test('with the strictest options a consumer may have, our declarations included', async (t) => {
  const strict = {
    ...node16,
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    isolatedModules: true,
  };
  t.equal(check(t, ['commonjs.ts', 'modern.mts'], strict), '');
});
