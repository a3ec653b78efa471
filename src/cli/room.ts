/** How much of the machine a run may use, and how much a leak may take of it. */
import type { Census, NoCensus } from './census';
import { readDescriptorLimit } from './limits';

/** A leak of this many descriptors is proven. */
const LEAK_PROVEN = 1000;
/** Ptys left over for the other programs of the machine. */
const FOR_OTHERS = 16;
/** Descriptors that the process needs besides ptys. */
const FOR_ITSELF = 32;

interface Room {
  /** Infinity where nothing limits it, or the limit is not known. */
  ptys: number;
  descriptors: number;
}

function readRoom(census: Census | NoCensus): Room {
  if (!census.available) {
    return { ptys: Infinity, descriptors: Infinity };
  }
  const { max, reserve, inUse } = census.ptys;
  const limit = readDescriptorLimit();
  return {
    ptys: max - (reserve ?? 0) - inUse - FOR_OTHERS,
    descriptors: limit === null ? Infinity : limit.soft - census.fds.length - FOR_ITSELF,
  };
}

/** `wanted` ptys at once, or as many as the limits of the machine and the process leave room for. */
export function ptysAtOnce(wanted: number, census: Census | NoCensus): number {
  const room = readRoom(census);
  // Master and pidfd of each, and during a launch a slave and a pipe.
  return Math.max(1, Math.min(wanted, room.ptys, Math.floor(room.descriptors / 2)));
}

/**
 * Descriptors above the first census at which a run gives up: a library that leaks must not take
 * the last pty of the machine from the programs beside it.
 */
export function leakAllowance(census: Census | NoCensus): number {
  const room = readRoom(census);
  return Math.max(1, Math.min(LEAK_PROVEN, Math.floor(room.ptys / 2), room.descriptors / 2));
}
