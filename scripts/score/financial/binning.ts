/**
 * Lower bounds of bins that hold about as many rows each, from the rows given.
 * @param inputs by row, NaN where undefined
 * @returns at most `bins - 1` whole numbers, strictly ascending, none at or below the least input
 */
export function quantileCuts(inputs: Float64Array, rows: Int32Array, bins: number): number[] {
  const values = Float64Array.from(rows, (row) => inputs[row]!)
    .filter((input) => !Number.isNaN(input))
    .sort();
  const cuts: number[] = [];
  for (let bin = 1; bin < bins; bin++) {
    const cut = values[Math.floor((bin * values.length) / bins)];
    if (cut !== undefined && cut > (cuts.at(-1) ?? values[0]!)) cuts.push(cut);
  }
  return cuts;
}

/** Bins of all rows: 0 where undefined, else 1 + the number of cuts at or below the input. */
export function binsOf(inputs: Float64Array, cuts: readonly number[]): Uint8Array {
  const bins = new Uint8Array(inputs.length);
  for (let row = 0; row < bins.length; row++) {
    const input = inputs[row]!;
    if (Number.isNaN(input)) continue;
    let bin = 1;
    while (bin <= cuts.length && cuts[bin - 1]! <= input) bin++;
    bins[row] = bin;
  }
  return bins;
}

/** Positions on an axis with these cuts, the undefined one among them. */
export const sizeOf = (cuts: readonly number[]): number => cuts.length + 2;
