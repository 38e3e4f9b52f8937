/** Products as bits of all companies, row after row, `words` words of 32 bits each. */
export interface Bitmap {
  readonly eligible: Uint32Array;
  readonly words: number;
  readonly companies: number;
}

/** A company weighs by its number modulo this prime, plus one. */
export const WEIGHT_MODULUS = 1_009;
/** How many products a sum of a digest is about. */
export const SUM_BITS = 16;

/**
 * For every 16 products the sum over all companies of their bits, each company with its weight: equal for equal bitmaps,
 * hardly for others. Exact up to 100 million companies.
 */
export function digestOf({ eligible, words, companies }: Bitmap): number[] {
  const sums = new Float64Array(words * 2);
  for (let row = 0, at = 0; row < companies; row++) {
    const weight = (row % WEIGHT_MODULUS) + 1;
    for (let word = 0; word < words; word++) {
      const bits = eligible[at++] as number;
      sums[2 * word] = (sums[2 * word] as number) + (bits & 0xffff) * weight;
      sums[2 * word + 1] = (sums[2 * word + 1] as number) + (bits >>> SUM_BITS) * weight;
    }
  }
  return [...sums];
}

/** @throws Error naming the sum that is not the same */
export function requireSameDigest(name: string, ours: readonly number[], theirs: readonly number[]): void {
  const at = ours.findIndex((sum, index) => sum !== theirs[index]);
  if (at < 0 && ours.length === theirs.length) return;
  const products = `products ${at * SUM_BITS} to ${at * SUM_BITS + SUM_BITS - 1}`;
  throw new Error(`${name}: the results differ in ${products}: ${ours[at]} here, ${theirs[at]} there`);
}

/** @throws Error naming the first company and product that are not judged alike */
export function requireSameBits(name: string, ours: Uint32Array, theirs: Uint32Array, words: number): void {
  if (ours.length !== theirs.length) throw new Error(`${name}: ${theirs.length} words there, ${ours.length} here`);
  const at = ours.findIndex((bits, index) => bits !== theirs[index]);
  if (at < 0) return;
  const bit = 31 - Math.clz32(((ours[at] as number) ^ (theirs[at] as number)) >>> 0);
  const [row, product] = [Math.floor(at / words), (at % words) * 32 + bit];
  const said = ((ours[at] as number) >>> bit) & 1 ? "eligible here, not there" : "eligible there, not here";
  throw new Error(`${name}: company ${row}, product ${product}: ${said}`);
}
