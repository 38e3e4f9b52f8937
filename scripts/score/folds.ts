import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/**
 * Deals rows into folds, each with about the same part of bad ones. Rows with the same key stay together: a duplicate
 * in another fold would be a row that the model has seen.
 * @returns for each row, the number of its fold
 */
export function foldsOf(
  rows: readonly { readonly key: string; readonly bad: boolean }[],
  folds: number,
  seed: number,
): Int32Array {
  const groups = new Map<string, number[]>();
  for (const [index, { key }] of rows.entries()) groups.set(key, [...(groups.get(key) ?? []), index]);
  const isBad = (group: readonly number[]) => group.some((index) => rows[index]?.bad);
  const result = new Int32Array(rows.length);
  for (const wanted of [true, false]) {
    const members = shuffled(
      [...groups.values()].filter((group) => isBad(group) === wanted),
      seed + (wanted ? 1 : 0),
    );
    for (const [place, group] of members.entries()) for (const index of group) result[index] = place % folds;
  }
  return result;
}

/** A reproducible shuffle (Fisher-Yates on xoroshiro128+). */
export function shuffled<T>(values: readonly T[], seed: number): T[] {
  const result = [...values];
  const random = xoroshiro128plus(seed);
  for (let last = result.length - 1; last > 0; last--) {
    const other = uniformInt(random, 0, last);
    [result[last], result[other]] = [result[other] as T, result[last] as T];
  }
  return result;
}
