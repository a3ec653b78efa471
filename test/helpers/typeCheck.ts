import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { folder } from './folder';

const ROOT = path.join(__dirname, '../..');
const CONSUMERS = path.join(ROOT, 'test/fixtures/consumers');
const TSC = require.resolve('typescript/bin/tsc');

/** What a consumer may have for module and moduleResolution. */
export const RESOLUTIONS = {
  node10: { module: 'commonjs', moduleResolution: 'node10' },
  node16: { module: 'node16', moduleResolution: 'node16' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
};

/**
 * Type-checks some of test/fixtures/consumers in a project of its own, strict.
 * @param packages what is in the project's node_modules: a folder by each name.
 * @returns what the compiler says; nothing is the good answer.
 */
export function typeCheck(
  t: Test,
  sources: string[],
  packages: Record<string, string>,
  options: object,
): string {
  const project = folder(t);
  mkdirSync(path.join(project, 'node_modules'));
  for (const [name, target] of Object.entries(packages)) {
    symlinkSync(target, path.join(project, 'node_modules', name));
  }
  const files = sources.map((source) => path.basename(source));
  for (const source of sources) {
    copyFileSync(path.join(CONSUMERS, source), path.join(project, path.basename(source)));
  }
  writeFileSync(path.join(project, 'package.json'), '{ "name": "consumer" }');
  const config = {
    compilerOptions: {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: 'es2022',
      lib: ['es2022'],
      types: ['node'],
      typeRoots: [path.join(ROOT, 'node_modules/@types')],
      ...options,
    },
    files,
  };
  writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify(config));
  try {
    return execFileSync(process.execPath, [TSC, '--pretty', 'false', '-p', project], {
      encoding: 'utf8',
    });
  } catch (error) {
    return (error as { stdout: string }).stdout;
  }
}
