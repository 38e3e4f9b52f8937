/**
 * From one of the places that `placesByRow` found on, how far they are of different rows.
 * @returns behind the last one, at most `most` behind `from`
 */
export function endOfDistinct(rows: readonly number[], places: Float64Array, from: number, most: number): number {
  const limit = Math.min(from + most, places.length);
  let end = from + 1;
  while (end < limit && rows[places[end] as number] !== rows[places[end - 1] as number]) end++;
  return end;
}

/**
 * The places of a list of rows, ascending by row so that neighbours are found in the caches, and equal rows in the order
 * of the list. Row and place share a double: doubles are sorted far quicker than by a comparison.
 * @param rows whole numbers from 0 on; `rows.length` times the highest is below 2^52
 */
export function placesByRow(rows: readonly number[]): Float64Array {
  const count = rows.length;
  const keys = new Float64Array(count);
  for (let place = 0; place < count; place++) {
    keys[place] = (rows[place] as number) * count + place;
  }
  keys.sort();
  for (let at = 0; at < count; at++) {
    const key = keys[at] as number;
    // A remainder of doubles costs as much as all the rest.
    keys[at] = key - Math.floor(key / count) * count;
  }
  return keys;
}
