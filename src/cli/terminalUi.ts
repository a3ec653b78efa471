/**
 * What `flatpty` draws on a terminal: colour, marks, a progress line and tables.
 *
 * Everything here degrades on its own: a pipe gets plain ASCII lines and no cursor movement, a
 * terminal that is not UTF-8 gets ASCII marks, and NO_COLOR (https://no-color.org) or TERM=dumb
 * switches colour off.
 */

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow';

const SGR: Record<Style, [number, number]> = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
};

/** The part of a tty.WriteStream this file needs; a test can hand in its own. */
export interface UiStream {
  write(text: string): unknown;
  isTTY?: boolean;
  columns?: number;
}

/** A cell is text (left-aligned) or a number (right-aligned, with thousands separators). */
export interface Column {
  title: string;
  align: 'left' | 'right';
}

/** 12345.6 becomes "12,346"; never uses the host's locale, so output is the same everywhere. */
export function formatCount(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, ',');
}

/** Signed count for a difference: "+3", "-2", "0". */
export function formatDelta(value: number): string {
  return value > 0 ? `+${formatCount(value)}` : formatCount(value);
}

/** Milliseconds as "12 ms", "3.4 s" or "2 min 05 s". */
export function formatDuration(ms: number): string {
  if (ms < 1000) {
    return ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
  }
  if (ms < 100_000) {
    return `${(ms / 1000).toFixed(1)} s`;
  }
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** Bytes as "63.4 MB" (10^6 bytes), signed when asked. */
export function formatMegabytes(bytes: number, signed = false): string {
  const text = (bytes / 1e6).toFixed(1);
  const value = text === '-0.0' ? '0.0' : text;
  return `${signed && Number(value) > 0 ? '+' : ''}${value} MB`;
}

function localeIsUtf8(env: NodeJS.ProcessEnv): boolean {
  // The first of the three that is set and not empty decides: locale(7).
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return /utf-?8/i.test(locale);
}

export class TerminalUi {
  /** True when the output is a terminal: a line may be redrawn in place. */
  public readonly live: boolean;
  public readonly unicode: boolean;
  private readonly colour: boolean;
  private progressShown = false;
  private lastDraw = 0;

  /**
   * @param out where everything is written; whether it is a terminal decides how.
   * @param env read for NO_COLOR, TERM and the locale; `process.env` unless a test says otherwise.
   */
  public constructor(
    private readonly out: UiStream,
    env: NodeJS.ProcessEnv = process.env,
  ) {
    this.live = out.isTTY === true && env.TERM !== 'dumb';
    this.unicode = this.live && localeIsUtf8(env);
    this.colour = this.live && !env.NO_COLOR;
  }

  public style(style: Style, text: string): string {
    if (!this.colour) {
      return text;
    }
    const [on, off] = SGR[style];
    return `\x1b[${on}m${text}\x1b[${off}m`;
  }

  /** "✓" or "✗" on a UTF-8 terminal, "ok" or "FAILED" elsewhere, where a line must be greppable. */
  public mark(ok: boolean): string {
    if (this.unicode) {
      return ok ? this.style('green', '✓') : this.style('red', '✗');
    }
    return ok ? this.style('green', 'ok    ') : this.style('red', 'FAILED');
  }

  public line(text = ''): void {
    this.clearProgress();
    this.out.write(`${text}\n`);
  }

  public heading(text: string): void {
    this.line();
    this.line(this.style('bold', text));
  }

  /** Aligned "name  value" pairs. */
  public facts(pairs: ReadonlyArray<readonly [string, string]>): void {
    const width = Math.max(...pairs.map(([name]) => name.length));
    for (const [name, value] of pairs) {
      this.line(`  ${this.style('dim', name.padEnd(width))}  ${value}`);
    }
  }

  /**
   * Prints a table. Colour is applied to whole rows by `styleOf`, after padding, because escape
   * sequences would otherwise count as width.
   */
  public table(
    columns: readonly Column[],
    rows: ReadonlyArray<readonly string[]>,
    styleOf: (row: readonly string[]) => Style | undefined = () => undefined,
  ): void {
    const widths = columns.map((column, i) =>
      Math.max(column.title.length, ...rows.map((row) => (row[i] ?? '').length)),
    );
    const layout = (cells: readonly string[]): string =>
      columns
        .map((column, i) => {
          const cell = cells[i] ?? '';
          const width = widths[i] ?? 0;
          return column.align === 'right' ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd();
    this.line(`  ${this.style('dim', layout(columns.map((column) => column.title)))}`);
    for (const row of rows) {
      const style = styleOf(row);
      const text = layout(row);
      this.line(`  ${style === undefined ? text : this.style(style, text)}`);
    }
  }

  /**
   * Redraws the progress line; does nothing when the output is not a terminal. Drawn at most
   * twenty times a second so that the terminal is not what is being measured.
   * @param startedAt milliseconds, from performance.now()
   */
  public progress(label: string, done: number, total: number, startedAt: number): void {
    if (!this.live) {
      return;
    }
    const now = performance.now();
    if (this.progressShown && now - this.lastDraw < 50 && done < total) {
      return;
    }
    this.lastDraw = now;
    this.progressShown = true;
    const columns = this.out.columns !== undefined && this.out.columns > 0 ? this.out.columns : 80;
    const line = this.progressLine(label, done, total, now - startedAt, columns);
    this.out.write(`\r${line}\x1b[K`);
  }

  /** Takes the progress line away again, so that what follows starts on an empty line. */
  public clearProgress(): void {
    if (this.progressShown) {
      this.out.write('\r\x1b[K');
      this.progressShown = false;
    }
  }

  private progressLine(
    label: string,
    done: number,
    total: number,
    elapsedMs: number,
    columns: number,
  ): string {
    const share = total > 0 ? Math.min(1, done / total) : 1;
    const rate = elapsedMs > 0 ? (done * 1000) / elapsedMs : 0;
    const digits = formatCount(total).length;
    const counts =
      `${formatCount(done).padStart(digits)}/${formatCount(total)}` +
      `  ${String(Math.floor(share * 100)).padStart(3)}%` +
      `  ${formatDuration(Math.round(elapsedMs / 100) * 100 || 1).padStart(6)}` +
      `  ${formatCount(rate)}/s`;
    // One column is left free: a character in the last one makes some terminals wrap.
    let room = columns - 1 - 2 - counts.length - 2;
    const name = room - label.length - 2 >= 10 ? `${label}  ` : '';
    room = Math.min(40, room - name.length);
    if (room < 5) {
      return `  ${counts}`.slice(0, Math.max(0, columns - 1));
    }
    return `  ${name}${this.bar(share, room)}  ${counts}`;
  }

  private bar(share: number, width: number): string {
    if (!this.unicode) {
      const filled = Math.floor(share * (width - 2));
      return `[${'#'.repeat(filled)}${'-'.repeat(width - 2 - filled)}]`;
    }
    const eighths = Math.floor(share * width * 8);
    const full = Math.floor(eighths / 8);
    const part = full < width ? (['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'][eighths % 8] ?? '') : '';
    const rest = width - full - part.length;
    return this.style('green', '█'.repeat(full) + part) + this.style('dim', '░'.repeat(rest));
  }
}
