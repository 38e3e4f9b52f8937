import { getBytes, id } from "ethers";

const TWO_32 = 2 ** 32;

/**
 * A reproducible stream of random numbers: the same text always gives the same stream (Mulberry32 started from the
 * text's keccak256). For made-up companies only; nothing secret may come from it.
 */
export class Random {
  readonly #text: string;
  #state: number;

  constructor(text: string) {
    this.#text = text;
    this.#state = new DataView(getBytes(id(text)).buffer).getUint32(0);
  }

  /** An independent stream, so that one more draw here changes nothing there. */
  fork(label: string): Random {
    return new Random(`${this.#text}/${label}`);
  }

  /** 0 or more, less than 1. */
  unit(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / TWO_32;
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  /** A whole number, both ends included. */
  integer(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  /** Standard normal (Box and Muller). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.unit())) * Math.cos(2 * Math.PI * this.unit());
  }

  /** Log-normal; `spread` is the standard deviation of the logarithm. */
  logNormal(median: number, spread: number): number {
    return median * Math.exp(spread * this.normal());
  }

  /** Poisson, by multiplying uniforms: for means up to some tens. */
  poisson(mean: number): number {
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.unit(); product > limit; product *= this.unit()) count++;
    return count;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.integer(0, items.length - 1)] as T;
  }

  /** One of the keys, each as often as its weight says. */
  weighted<K extends string>(weights: Readonly<Record<K, number>>): K {
    const entries = Object.entries(weights) as [K, number][];
    const total = entries.reduce((sum, [, weight]) => sum + weight, 0);
    let left = this.unit() * total;
    for (const [key, weight] of entries) {
      left -= weight;
      if (left < 0) return key;
    }
    return (entries.at(-1) as [K, number])[0];
  }

  /** `digits` decimal digits. */
  digits(digits: number): string {
    return Array.from({ length: digits }, () => this.integer(0, 9)).join("");
  }
}
