/** The samples of a run as a CSV file, each written as it comes. */
import * as fs from 'node:fs';
import { FD_CLASSES } from './census';
import type { Sample } from './sampler';

const HEADER = [
  ...['seconds', 'phase', 'ptys_ended', 'ptys_live', 'descriptors', ...FD_CLASSES],
  ...['threads', 'zombies', 'ptys_in_use_on_machine', 'rss_bytes'],
];

export class SamplesCsv {
  private readonly fd: number;

  /** Creates `file`, or empties it. @throws ErrnoException */
  public constructor(file: string) {
    this.fd = fs.openSync(file, 'w');
    this.row(HEADER);
  }

  public add(sample: Sample): void {
    this.row([
      sample.seconds.toFixed(1),
      sample.phase ?? '',
      sample.ended,
      sample.live,
      sample.descriptors,
      ...FD_CLASSES.map((name) => sample.classes[name]),
      sample.threads,
      sample.zombies,
      sample.ptysInUse,
      sample.rss,
    ]);
  }

  public close(): void {
    fs.closeSync(this.fd);
  }

  private row(cells: ReadonlyArray<string | number>): void {
    fs.writeSync(this.fd, `${cells.join(',')}\n`);
  }
}
