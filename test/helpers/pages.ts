import fs from 'node:fs';
import path from 'node:path';

export const ROOT: string = path.join(__dirname, '../..');

/** All pages of the documentation, from the root on: those of the root, of docs/ and of the examples. */
export function pages(): string[] {
  const examples = fs.readdirSync(path.join(ROOT, 'examples')).map((name) => `examples/${name}`);
  return ['.', 'docs', ...examples]
    .filter((name) => fs.statSync(path.join(ROOT, name)).isDirectory())
    .flatMap((name) => fs.readdirSync(path.join(ROOT, name)).map((file) => path.join(name, file)))
    .filter((name) => name.endsWith('.md'));
}
