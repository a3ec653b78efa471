import fs from 'node:fs';

const FIELDS = ['symbols', 'weak-symbols', 'thread-local-symbols'];

/** The items of a YAML list in brackets. */
const items = (list) =>
  list
    .split(',')
    .map((item) => item.trim().replace(/^'(.*)'$/s, '$1'))
    .filter((item) => item !== '');

/**
 * The symbols that a library's stub file (text-based definition, version 4) exports for `target`,
 * with those of the libraries it re-exports, which follow in the same file.
 */
export function exportedSymbols(file, target) {
  const text = fs.readFileSync(file, 'utf8');
  if (!text.startsWith('--- !tapi-tbd\ntbd-version:     4\n')) {
    throw new Error(`${file} is no text-based definition of version 4`);
  }
  const symbols = new Set();
  // Each entry is "- targets: [...]" and then its lists.
  for (const entry of text.split(/^ {2}- /m)) {
    const lists = [...entry.matchAll(/^ *([a-z-]+): *\[([^\]]*)\]/gm)];
    const targets = lists.find(([, key]) => key === 'targets')?.[2] ?? '';
    if (!items(targets).includes(target)) continue;
    for (const [, key, list] of lists) {
      if (FIELDS.includes(key)) for (const name of items(list)) symbols.add(name);
    }
  }
  return symbols;
}
