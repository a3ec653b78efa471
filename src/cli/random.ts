/** A generator of random choices that gives the same ones for the same seed, so that a run can be repeated. */

const MAX_SEED = 2 ** 32 - 1;

/** A seed for when none was given: an integer from 1 to 4,294,967,295. */
export function freshSeed(): number {
  return Math.floor(Math.random() * MAX_SEED) + 1;
}

/** Spreads the bits of an integer over 32 bits: neighbours come out far apart. */
function scramble(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x45d9f3b);
  bits = Math.imul(bits ^ (bits >>> 15), 0x2c1b3c6d);
  return (bits ^ (bits >>> 16)) >>> 0;
}

export class Random {
  private state: number;

  /** @param seed an integer; of larger ones the low 32 bits count */
  public constructor(seed: number) {
    this.state = scramble(seed);
  }

  /** From 0 up to, not including, 1. */
  public next(): number {
    // An odd step visits every 32-bit state once before the first comes again.
    this.state = (this.state + 0x9e3779b1) | 0;
    return scramble(this.state) / 2 ** 32;
  }

  /** An integer, both ends included. */
  public integer(least: number, most: number): number {
    return least + Math.floor(this.next() * (most - least + 1));
  }

  public chance(probability: number): boolean {
    return this.next() < probability;
  }

  /** @param items at least one */
  public pick<T>(items: readonly T[]): T {
    return items[this.integer(0, items.length - 1)] as T;
  }

  /** A generator of its own for part `index`, so that the order of the parts changes nothing. */
  public part(index: number): Random {
    return new Random(scramble(this.state ^ scramble(index + 1)));
  }
}
