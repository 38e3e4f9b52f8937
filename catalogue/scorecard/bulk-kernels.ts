import { type AxisLookup, KEY_SHIFT } from "./bulk-axis.ts";

/** Inputs of one block of companies, with the halves of each double: the lower comes first (x64, arm64). */
export interface InputBlock {
  readonly inputs: Float64Array;
  readonly halves: Uint32Array;
}

export function inputBlock(size: number): InputBlock {
  const inputs = new Float64Array(size);
  return { inputs, halves: new Uint32Array(inputs.buffer) };
}

/**
 * Adds to each company's sum what its bin of one axis brings. For lookups of at most one step: a bin then takes three
 * loads and a comparison, and no branch that depends on the company.
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
  for (let index = 0; index < count; index++) {
    const bin = start[(halves[2 * index + 1] as number) >>> KEY_SHIFT] as number;
    const above = Number((inputs[index] as number) >= (bounds[bin] as number));
    (sums[index] as number) += added[bin + above] as number;
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
