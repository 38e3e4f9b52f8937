import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A reproducible source of choices. */
export class Random {
  readonly #generator;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }

  /** From least to most, both included; at most 2^32 apart. */
  int(least: number, most: number): number {
    return uniformInt(this.#generator, least, most);
  }

  chance(percent: number): boolean {
    return this.int(1, 100) <= percent;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.int(0, items.length - 1)] as T;
  }

  /** Some of the items, each at most once, in no order. */
  some<T>(items: readonly T[], count: number): T[] {
    const left = [...items];
    return Array.from({ length: Math.min(count, left.length) }, () => {
      return left.splice(this.int(0, left.length - 1), 1)[0] as T;
    });
  }

  /** A number of either sign of up to so many bits, small ones as often as large ones. */
  big(bits: number): bigint {
    const size = this.int(0, bits);
    let magnitude = 0n;
    for (let done = 0; done < size; done += 16) magnitude = (magnitude << 16n) | BigInt(this.int(0, 0xffff));
    magnitude &= (1n << BigInt(size)) - 1n;
    return this.chance(50) ? magnitude : -magnitude;
  }
}
