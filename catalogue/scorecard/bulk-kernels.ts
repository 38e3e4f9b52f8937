import { type AxisLookup, KEY_SHIFT } from "./bulk-axis.ts";

/** Inputs of one block of companies, with the halves of each double: the lower comes first (x64, arm64). */
export interface InputBlock {
  readonly inputs: Float64Array;
  readonly halves: Uint32Array;
}

/** Room for so many companies: a multiple of four, see `addByBin`. */
export function inputBlock(size: number): InputBlock {
  const inputs = new Float64Array(size);
  return { inputs, halves: new Uint32Array(inputs.buffer) };
}

/**
 * Adds to each company's sum what its bin of one axis brings. For lookups of at most one step: a bin then takes three
 * loads and a comparison, and no branch that depends on the company.
 *
 * Four companies at a time, which takes a third off. The last four may reach past `count`, to what an earlier block left:
 * sums that nobody reads.
 */
export function addByBin(
  block: InputBlock,
  lookup: AxisLookup,
  added: Float64Array,
  sums: Float64Array,
  count: number,
): void {
  const { inputs, halves } = block;
  const { start, bounds } = lookup;
  for (let index = 0; index < count; index += 4) {
    const bin0 = start[(halves[2 * index + 1] as number) >>> KEY_SHIFT] as number;
    const bin1 = start[(halves[2 * index + 3] as number) >>> KEY_SHIFT] as number;
    const bin2 = start[(halves[2 * index + 5] as number) >>> KEY_SHIFT] as number;
    const bin3 = start[(halves[2 * index + 7] as number) >>> KEY_SHIFT] as number;
    const above0 = Number((inputs[index + 0] as number) >= (bounds[bin0] as number));
    const above1 = Number((inputs[index + 1] as number) >= (bounds[bin1] as number));
    const above2 = Number((inputs[index + 2] as number) >= (bounds[bin2] as number));
    const above3 = Number((inputs[index + 3] as number) >= (bounds[bin3] as number));
    (sums[index + 0] as number) += added[bin0 + above0] as number;
    (sums[index + 1] as number) += added[bin1 + above1] as number;
    (sums[index + 2] as number) += added[bin2 + above2] as number;
    (sums[index + 3] as number) += added[bin3 + above3] as number;
  }
}

/** Appends each company's bin of one axis to its cell: `cell x stride + bin`. */
export function appendBin(
  block: InputBlock,
  lookup: AxisLookup,
  stride: number,
  cells: Uint16Array,
  count: number,
): void {
  const { inputs, halves } = block;
  const { start, bounds, steps } = lookup;
  for (let index = 0; index < count; index++) {
    let bin = start[(halves[2 * index + 1] as number) >>> KEY_SHIFT] as number;
    for (let step = 0; step < steps; step++) bin += Number((inputs[index] as number) >= (bounds[bin] as number));
    cells[index] = (cells[index] as number) * stride + bin;
  }
}

/** Adds to each company's sum what its cell brings. */
export function addByCell(cells: Uint16Array, added: Float64Array, sums: Float64Array, count: number): void {
  for (let index = 0; index < count; index++) {
    (sums[index] as number) += added[cells[index] as number] as number;
  }
}
