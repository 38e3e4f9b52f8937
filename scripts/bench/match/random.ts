import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** Draws of neighbouring seeds are alike at first. */
const SKIPPED = 32;

/** Whole numbers of 32 bits, signed, the same for the same seed. */
export function bitsFrom(seed: number): () => number {
  const random = xoroshiro128plus(seed);
  for (let draw = 0; draw < SKIPPED; draw++) random.next();
  return () => random.next();
}

/** Numbers strictly between 0 and 1. */
export function partsFrom(seed: number): () => number {
  const next = bitsFrom(seed);
  return () => ((next() >>> 0) + 0.5) / 2 ** 32;
}
