import { id } from "ethers";

/**
 * Random choices that depend on nothing but their own key. Because no generator state is passed along, adding a product
 * type or a criterion changes no choice made elsewhere, and a difference in the file shows what was really changed.
 */
const SEED = "lingnan products 1";

/** A whole number from 0 to `bound` - 1. */
export function draw(key: string, bound: number): number {
  return Number(BigInt(id(`${SEED}/${key}`)) % BigInt(bound));
}

/** One of the choices. Throws a RangeError when there is none. */
export function pick<Choice>(key: string, choices: readonly Choice[]): Choice {
  if (choices.length === 0) throw new RangeError(`${key}: nothing to choose from`);
  return choices[draw(key, choices.length)] as Choice;
}

/** The choices in an order of their own. */
export function shuffle<Choice>(key: string, choices: readonly Choice[]): Choice[] {
  const ranked = choices.map((choice, index) => ({ choice, rank: id(`${SEED}/${key}/${index}`) }));
  return ranked.sort((a, b) => (a.rank < b.rank ? -1 : 1)).map(({ choice }) => choice);
}
