import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Test } from 'tap';
import { folder } from './folder';
import { runProgram } from './runScript';

const ROOT = path.join(__dirname, '../..');
const CONSUMERS = path.join(ROOT, 'test/fixtures/consumers');

/**
 * Compiles some of test/fixtures/consumers with another TypeScript and other types of Node than the project's,
 * our declarations included.
 * @param compiler the script of its tsc.
 * @param types the folder of its @types/node.
 * @returns what it says; nothing is the good answer.
 */
export async function compiledBy(
  t: Test,
  compiler: string,
  types: string,
  sources: string[],
): Promise<string> {
  const project = folder(t);
  mkdirSync(path.join(project, 'node_modules/@types'), { recursive: true });
  symlinkSync(ROOT, path.join(project, 'node_modules/flatpty'));
  symlinkSync(types, path.join(project, 'node_modules/@types/node'));
  for (const source of sources) {
    copyFileSync(path.join(CONSUMERS, source), path.join(project, source));
  }
  writeFileSync(path.join(project, 'package.json'), '{ "name": "consumer" }');
  const compilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: false, target: 'es2022', lib: ['es2022'] },
    ...{ module: 'node16', moduleResolution: 'node16', types: ['node'] },
  };
  const config = { compilerOptions, files: sources };
  writeFileSync(path.join(project, 'tsconfig.json'), JSON.stringify(config));
  const args = [compiler, '--pretty', 'false', '-p', project];
  const { stdout, stderr } = await runProgram(process.execPath, args);
  return stdout + stderr;
}
