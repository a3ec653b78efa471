/** What libc opens for a moment by itself when it sets up memory for a thread, or gives some back. */
const OPENED_BY_MALLOC = [
  '/proc/stat',
  '/proc/sys/vm/overcommit_memory',
  '/sys/devices/system/cpu/online',
];

/**
 * Whether a descriptor leads to what malloc opens: it comes and goes at moments of its own, in any thread,
 * so it is in no comparison.
 */
export const isOfLibc = (target: string): boolean => OPENED_BY_MALLOC.includes(target);
