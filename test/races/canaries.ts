// Descriptors that belong to somebody else, coming and going between those of ptys: a number that
// was used, read, written or closed after its pty had given it back is seen in them.
import {
  closeSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Random } from '#lib/cli/random';

const TEXT = 'canary';
const AT_MOST = 200;

export class Canaries {
  private readonly folder = mkdtempSync(path.join(tmpdir(), 'flatpty-canaries-'));
  private readonly file = path.join(this.folder, 'canary');
  private readonly inode: number;
  private readonly open: number[] = [];

  /** @param faults is told what has happened to a canary */
  constructor(private readonly faults: string[]) {
    writeFileSync(this.file, TEXT);
    const fd = openSync(this.file, 'r+');
    this.inode = fstatSync(fd).ino;
    this.open.push(fd);
  }

  /** Opens one, or closes one that was opened before. */
  churn(random: Random): void {
    if (this.open.length === 0 || (this.open.length < AT_MOST && random.chance(0.55))) {
      this.open.push(openSync(this.file, 'r+'));
    } else {
      this.close(random.integer(0, this.open.length - 1));
    }
  }

  /** Closes all. */
  dispose(): void {
    while (this.open.length > 0) this.close(0);
    rmSync(this.folder, { recursive: true });
  }

  private close(at: number): void {
    const [fd] = this.open.splice(at, 1) as [number];
    try {
      const { ino, size } = fstatSync(fd);
      if (ino !== this.inode) {
        this.faults.push(`descriptor ${fd} is another file now`);
        return;
      }
      const buffer = Buffer.alloc(64);
      const read = buffer.subarray(0, readSync(fd, buffer)).toString();
      if (size !== TEXT.length) this.faults.push(`descriptor ${fd} was written to`);
      else if (read !== TEXT) this.faults.push(`descriptor ${fd} was read from`);
      closeSync(fd);
    } catch (error) {
      this.faults.push(`descriptor ${fd} was closed: ${String(error)}`);
    }
  }
}
