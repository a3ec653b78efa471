/** Takes a command line apart as the C library of Windows does ("Parsing C command-line arguments"). */
export function splitCommandLine(line: string): string[] {
  const words: string[] = [];
  // A program's own name knows no backslashes.
  const name = line.match(/^(?:"([^"]*)"|(\S*))/) as RegExpMatchArray;
  words.push(name[1] ?? name[2] ?? '');
  let at = name[0].length;
  while (at < line.length) {
    if (/\s/.test(line[at] as string)) {
      at++;
      continue;
    }
    let word = '';
    let quoted = false;
    for (; at < line.length && (quoted || !/\s/.test(line[at] as string)); at++) {
      const slashes = /^\\*/.exec(line.slice(at))?.[0].length ?? 0;
      const beforeQuote = line[at + slashes] === '"';
      if (slashes > 0) {
        word += '\\'.repeat(beforeQuote ? Math.floor(slashes / 2) : slashes);
        at += slashes - 1;
        if (beforeQuote && slashes % 2 === 1) {
          word += '"';
          at++;
        }
      } else if (line[at] !== '"') {
        word += line[at];
      } else if (quoted && line[at + 1] === '"') {
        word += '"';
        at++;
      } else {
        quoted = !quoted;
      }
    }
    words.push(word);
  }
  return words;
}
