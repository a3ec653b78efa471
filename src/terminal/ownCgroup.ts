// A cgroup that a terminal has for itself, cgroups(7) and the kernel's admin-guide/cgroup-v2. Linux only.
import * as fs from 'node:fs';
import * as path from 'node:path';
import { pid } from '../node';

export class OwnCgroup {
  /** @param folder where cgroup.procs lies */
  constructor(private readonly folder: string) {}

  /** Whether a living process is in it, or below it; false too where the kernel does not say (version 1). */
  get populated(): boolean {
    return /^populated 1$/m.test(this.read('cgroup.events'));
  }

  /** What is in it itself. */
  pids(): number[] {
    return this.read('cgroup.procs').split('\n').filter(Boolean).map(Number);
  }

  /**
   * Kills all that is in it and below it, what forks at this moment included (cgroup.kill, Linux 5.14).
   * False where that is not possible, and for a cgroup that this process is in itself.
   */
  kill(): boolean {
    if (this.holdsThisProcess()) return false;
    try {
      fs.writeFileSync(path.join(this.folder, 'cgroup.kill'), '1');
      return true;
    } catch {
      return false; // version 1, an older kernel, no right to it, or it is gone: the looks go on
    }
  }

  private holdsThisProcess(folder = this.folder): boolean {
    if (new OwnCgroup(folder).pids().includes(pid)) return true;
    return this.below(folder).some((each) => this.holdsThisProcess(each));
  }

  private below(folder: string): string[] {
    try {
      return fs
        .readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => path.join(folder, name));
    } catch {
      return [];
    }
  }

  private read(name: string): string {
    try {
      return fs.readFileSync(path.join(this.folder, name), 'utf8');
    } catch {
      return '';
    }
  }
}
