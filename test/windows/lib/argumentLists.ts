import type { Random } from '#lib/cli/random';

const PIECES = ['a', 'Z', '0', ' ', '\t', '"', '""', '\\', '\\\\', '\\"', '%', '%PATH%', '^', '&'];
const MORE = [
  '|',
  '<',
  '>',
  '(',
  ')',
  '!',
  "'",
  '`',
  ',',
  ';',
  '=',
  'é',
  '漢',
  '😀',
  '-',
  '/',
  '.',
];

function argument(random: Random): string {
  const pieces = [...PIECES, ...MORE];
  return Array.from({ length: random.integer(0, 8) }, () => random.pick(pieces)).join('');
}

/** Lists of 0 to 6 arguments that make quoting hard. */
export function argumentLists(random: Random, count: number): string[][] {
  return Array.from({ length: count }, () =>
    Array.from({ length: random.integer(0, 6) }, () => argument(random)),
  );
}
