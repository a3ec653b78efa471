/**
 * A list of things that come at regular intervals, which never grows beyond a bound: when it is
 * full every second one goes, and from then on only every second one is kept. What is left is
 * spread evenly over the whole time.
 */
export class Thinned<T> {
  private items: T[] = [];
  private stride = 1;
  private seen = 0;

  /** @param most how many are kept; at least two */
  public constructor(private readonly most: number) {}

  public add(item: T): void {
    if (this.seen++ % this.stride !== 0) {
      return;
    }
    if (this.items.length === this.most) {
      this.items = this.items.filter((_, i) => i % 2 === 0);
      this.stride *= 2;
      if ((this.seen - 1) % this.stride !== 0) {
        return;
      }
    }
    this.items.push(item);
  }

  public get kept(): readonly T[] {
    return this.items;
  }
}
