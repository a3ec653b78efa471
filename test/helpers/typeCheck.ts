import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import ts from 'typescript';
import { folder } from './folder';

const ROOT = path.join(__dirname, '../..');
const CONSUMERS = path.join(ROOT, 'test/fixtures/consumers');

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
  return messages(
    files.map((file) => path.join(project, file)),
    {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: 'es2022',
      lib: ['es2022'],
      types: ['node'],
      typeRoots: [path.join(ROOT, 'node_modules/@types')],
      ...options,
    },
    project,
  );
}

/** TypeScript's own libraries, which say the same to every program and are most of what one reads. */
const libraries = new Map<string, ts.SourceFile | undefined>();
const LIBRARIES = path.dirname(require.resolve('typescript'));

/** What the compiler says of `files`, line by line; as `tsc -p`, without a process for each. */
function messages(files: string[], json: object, project: string): string {
  const { options, errors } = ts.convertCompilerOptionsFromJson(json, project);
  const host = ts.createCompilerHost({ ...options, configFilePath: undefined });
  const read = host.getSourceFile.bind(host);
  host.getCurrentDirectory = () => project;
  host.getSourceFile = (name, language, ...rest) => {
    if (!name.startsWith(LIBRARIES)) return read(name, language, ...rest);
    if (!libraries.has(name)) libraries.set(name, read(name, language, ...rest));
    return libraries.get(name);
  };
  const program = ts.createProgram(files, options, host);
  const found = [...errors, ...ts.getPreEmitDiagnostics(program)];
  return ts.formatDiagnostics(found, host);
}
