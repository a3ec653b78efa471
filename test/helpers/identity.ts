// Who a program runs as, told by the kernel. Linux only.
import type { IPtyForkOptions } from 'flatpty';
import { run } from './collect';

/** Real, effective, saved and file system ids, and the supplementary groups. */
export interface Identity {
  uids: number[];
  gids: number[];
  groups: number[];
  /** Effective capabilities, hexadecimal. */
  capabilities: string;
}

/** Whether tests of root's rights can run. */
export const isRoot: boolean = process.getuid?.() === 0;

/** Why they are skipped, or false; for tap's `skip`. */
export const needsRoot: string | false = isRoot ? false : 'only root may change identity';

/** The identity of a program spawned with `options`. */
export async function identityWith(options: IPtyForkOptions): Promise<Identity> {
  const { output } = await run('cat', ['/proc/self/status'], options);
  const words = (name: string) =>
    new RegExp(`^${name}:[ \\t]*(.*?)\\s*$`, 'm').exec(output)?.[1]?.split(/\s+/).filter(Boolean) ??
    [];
  if (words('Uid').length !== 4) throw new Error(`not a status: ${output}`);
  return {
    uids: words('Uid').map(Number),
    gids: words('Gid').map(Number),
    groups: words('Groups').map(Number),
    capabilities: words('CapEff').join(''),
  };
}
