/** A program and what its terminal shows: every number once, so that a gap or a swap is seen. */
export interface Numbered {
  file: string;
  args: string[];
  expected: string;
}

/** A program that prints about `bytes` bytes in one line, `separator` in between, and exits at once. */
export function numbered(bytes: number, separator = ','): Numbered {
  const numbers: number[] = [];
  for (let length = 0, n = 1; length < bytes; n++) {
    numbers.push(n);
    length += `${n}`.length + Buffer.byteLength(separator);
  }
  return {
    file: 'seq',
    args: [`-s${separator}`, '1', `${numbers.length}`],
    expected: `${numbers.join(separator)}\r\n`,
  };
}

/** Where two texts part, short enough for a test report; 'same' when they do not. */
export function difference(found: string, expected: string): string {
  if (found === expected) return 'same';
  let at = 0;
  while (found[at] === expected[at]) at++;
  const around = (text: string) => JSON.stringify(text.slice(at, at + 20));
  return (
    `${found.length} characters in place of ${expected.length}, ` +
    `at ${at} ${around(found)} in place of ${around(expected)}`
  );
}
