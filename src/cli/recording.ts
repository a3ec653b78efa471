/** What is done with the samples of a run: a line each, a CSV file, and at the end a plot. */
import * as fs from 'node:fs';
import { plotSvg } from './plotSvg';
import type { Sample } from './sampler';
import { SamplesCsv } from './samplesCsv';
import { sparkline } from './sparkline';
import type { TerminalUi } from './terminalUi';
import { formatCount, formatMegabytes } from './terminalUi';
import { Thinned } from './thinned';

export interface RecordingFiles {
  csv?: string;
  svg?: string;
}

/** More than a plot has pixels for, and few enough to keep however long the run is. */
const SAMPLES_KEPT = 2000;
const SPARKLINE_WIDTH = 60;

/** "12:05" or "3:12:05". */
function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
}

/** One census in one line, e.g. "00:05  1,203 ptys, 24 live  69 descriptors (24 ptmx, ...)". */
export function describeSample(sample: Sample): string {
  const classes = Object.entries(sample.classes)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`);
  // Also of programs that ended a moment ago: only those that stay are a fault.
  const zombies = sample.zombies > 0 ? `  zombies: ${sample.zombies}` : '';
  return (
    `${clock(sample.seconds)}  ${formatCount(sample.ended)} ptys, ${sample.live} live  ` +
    `${sample.descriptors} descriptors (${classes.join(', ')})  ${sample.threads} threads` +
    `${zombies}  ${formatMegabytes(sample.rss)}`
  );
}

export class Recording {
  private readonly thinned = new Thinned<Sample>(SAMPLES_KEPT);
  private readonly csv: SamplesCsv | undefined;

  /**
   * Creates the files, so that a path that cannot be written is known before the run and not after.
   * @throws ErrnoException
   */
  public constructor(private readonly files: RecordingFiles) {
    if (files.svg !== undefined) {
      fs.writeFileSync(files.svg, '');
    }
    if (files.csv !== undefined) {
      this.csv = new SamplesCsv(files.csv);
    }
  }

  /** Spread evenly over the whole run; not all of them when it was long. */
  public get samples(): readonly Sample[] {
    return this.thinned.kept;
  }

  public add(sample: Sample): void {
    this.thinned.add(sample);
    this.csv?.add(sample);
  }

  /** Writes the plot and closes the files. @param title what was run */
  public finish(title: string): void {
    this.csv?.close();
    if (this.files.svg === undefined) {
      return;
    }
    const { samples } = this;
    const day = new Date().toISOString().slice(0, 10);
    const document = plotSvg({
      title,
      subtitle: `Node.js ${process.versions.node}, ${process.platform} ${process.arch}, ${day}`,
      seconds: samples.map(({ seconds }) => seconds),
      panels: [
        {
          title: 'Open descriptors',
          values: samples.map(({ descriptors }) => descriptors),
          format: formatCount,
        },
        {
          title: 'Resident memory',
          values: samples.map(({ rss }) => rss),
          format: (bytes) => `${formatCount(bytes / 1e6)} MB`,
        },
        {
          title: 'Ptys ended',
          values: samples.map(({ ended }) => ended),
          format: formatCount,
        },
      ],
    });
    fs.writeFileSync(this.files.svg, document);
  }

  /** Descriptors and memory over the time of the run. */
  public print(ui: TerminalUi): void {
    const { samples } = this;
    if (samples.length < 2) {
      return;
    }
    const descriptors = samples.map((sample) => sample.descriptors);
    const rss = samples.map((sample) => sample.rss);
    const line = (values: readonly number[]): string =>
      sparkline(values, SPARKLINE_WIDTH, ui.unicode);
    const range = (values: readonly number[], format: (value: number) => string): string =>
      `${format(Math.min(...values))} to ${format(Math.max(...values))}`;
    ui.heading('Over time');
    ui.facts([
      ['descriptors', `${line(descriptors)}  ${range(descriptors, formatCount)}`],
      ['resident memory', `${line(rss)}  ${range(rss, formatMegabytes)}`],
    ]);
    for (const file of [this.files.csv, this.files.svg]) {
      if (file !== undefined) {
        ui.line(`  ${ui.style('dim', 'written to')} ${file}`);
      }
    }
  }
}
