// An output of any length whose every byte can be checked as it comes: one line over and over.
const LINE = '0123456789abcde\n'.padStart(97, 'flatpty ');
const CHUNK_AT_MOST = 1024 * 1024;
const REPEATED = Buffer.from(LINE.repeat(Math.ceil(CHUNK_AT_MOST / LINE.length) + 1));

/** A script that prints the pattern for ever, unprocessed by the terminal. */
export const FOREVER = `stty raw -echo; exec yes '${LINE.slice(0, -1)}'`;

/** A script that prints the pattern's first `bytes` bytes, unprocessed by the terminal. */
export function patternScript(bytes: number): string {
  return `stty raw -echo; yes '${LINE.slice(0, -1)}' | head -c ${bytes}`;
}

/** Checks chunks of the pattern as they come. */
export class PatternChecker {
  bytes = 0;
  chunks = 0;
  /** Where the first wrong chunk begins; undefined while all is as printed. */
  wrongAt: number | undefined;

  take(chunk: Buffer): void {
    const start = this.bytes % LINE.length;
    // Longer chunks than a checker can compare would be wrong for another reason.
    if (!chunk.equals(REPEATED.subarray(start, start + chunk.length))) this.wrongAt ??= this.bytes;
    this.bytes += chunk.length;
    this.chunks += 1;
  }
}
