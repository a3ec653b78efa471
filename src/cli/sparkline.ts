/** A row of numbers as a row of characters. */
const BLOCKS = '▁▂▃▄▅▆▇█';
const ASCII = '_.-=+*#@';

/** The highest of each of `width` equal parts of `values`; all of them when there are fewer. */
function peaks(values: readonly number[], width: number): number[] {
  if (values.length <= width) {
    return [...values];
  }
  return Array.from({ length: width }, (_, i) => {
    const from = Math.floor((i * values.length) / width);
    const to = Math.floor(((i + 1) * values.length) / width);
    return Math.max(...values.slice(from, to));
  });
}

/**
 * Draws `values` between their own lowest and highest, in at most `width` characters.
 * @param unicode block elements in place of ASCII
 */
export function sparkline(values: readonly number[], width: number, unicode: boolean): string {
  const ramp = [...(unicode ? BLOCKS : ASCII)];
  const points = peaks(values, width);
  const lowest = Math.min(...points);
  const range = Math.max(...points) - lowest;
  return points
    .map((value) => {
      const level = range === 0 ? 0 : Math.round(((value - lowest) / range) * (ramp.length - 1));
      return ramp[level];
    })
    .join('');
}
