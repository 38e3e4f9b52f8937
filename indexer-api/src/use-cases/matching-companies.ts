/** Where a list of companies goes on: behind this one. */
export interface Place {
  readonly key: number;
  readonly row: number;
}

/** The key of a company without a score: it comes last. */
export const NO_KEY = -(2 ** 31);

/**
 * The first companies of a set in the order of a key, the largest first, and of equal keys in the order of rows. One pass,
 * in which hardly any company takes more than one comparison: no list of all is made or sorted.
 * @param bits by row
 * @param keyOf whole numbers above `NO_KEY`, or `NO_KEY`
 * @param after only those behind this place
 */
export function firstCompanies(
  bits: Uint32Array,
  keyOf: (row: number) => number,
  after: Place | null,
  limit: number,
): Place[] {
  const found: Place[] = [];
  for (let word = 0; word < bits.length; word++) {
    for (let left = bits[word] as number; left !== 0; left &= left - 1) {
      const row = word * 32 + 31 - Math.clz32(left & -left);
      const key = keyOf(row);
      // Rows ascend: of equal keys, those that were found come first.
      if (found.length === limit && key <= (found[limit - 1] as Place).key) continue;
      if (after !== null && (key > after.key || (key === after.key && row <= after.row))) continue;
      insert(found, { key, row }, limit);
    }
  }
  return found;
}

function insert(found: Place[], place: Place, limit: number): void {
  let at = found.length;
  while (at > 0 && (found[at - 1] as Place).key < place.key) at--;
  found.splice(at, 0, place);
  if (found.length > limit) found.pop();
}

/** A place as the text that a page is asked on with. */
export function placeText({ key, row }: Place): string {
  return `${key}.${row}`;
}

/** @param text in the form of `PLACE_TEXT` */
export function placeIn(text: string): Place {
  const [key, row] = text.split(".");
  return { key: Number(key), row: Number(row) };
}

export const PLACE_TEXT = /^-?\d{1,10}\.\d{1,10}$/;
