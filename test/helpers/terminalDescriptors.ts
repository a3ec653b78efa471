import fs from 'node:fs';
import type { Pty } from 'flatpty';

/** How many descriptors of its terminal the program of `pty` holds. Linux only. */
export function terminalDescriptors(pty: Pty): number {
  const listing = `/proc/${pty.pid}/fd`;
  const held = (name: string) => {
    try {
      return fs.readlinkSync(`${listing}/${name}`) === pty.ptsName;
    } catch {
      return false; // closed meanwhile
    }
  };
  return fs.readdirSync(listing).filter(held).length;
}
