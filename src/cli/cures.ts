/** How a limit is raised, in commands. */

export interface Cures {
  ptys: string;
  descriptors: string;
  processes: string;
}

/**
 * Null for a platform of which none are known. XNU takes up to 999 ptys (bsd/kern/tty_ptmx.c);
 * launchctl(1) sets what programs that are started from then on find.
 */
export function curesFor(platform: string): Cures | null {
  if (platform !== 'darwin') return null;
  return {
    ptys: 'sudo sysctl kern.tty.ptmx_max=999 (the most there can be)',
    descriptors: 'ulimit -n 10240, or for all programs sudo launchctl limit maxfiles 65536 200000',
    processes: 'sudo sysctl kern.maxprocperuid=4000, sudo launchctl limit maxproc 2000 4000',
  };
}
