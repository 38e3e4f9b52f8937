import { MAX_INPUT, MIN_INPUT } from "../../../catalogue/scorecard/types.ts";
import type { PolishRow } from "./polish-file.ts";
import { type Ratio, UNITS } from "./ratio.ts";

/** Companies ready for fitting: one array for each ratio, in ten-thousandths. */
export interface Sample {
  readonly ratios: readonly Ratio[];
  /** By ratio, then by row: whole numbers, NaN where the ratio is undefined. */
  readonly inputs: readonly Float64Array[];
  /** By row: 1 for a company that went bankrupt. */
  readonly bad: Uint8Array;
  readonly keys: readonly string[];
}

export function sampleOf(rows: readonly PolishRow[], ratios: readonly Ratio[]): Sample {
  return {
    ratios,
    inputs: ratios.map((ratio) => Float64Array.from(rows, (row) => inputOf(ratio, row))),
    bad: Uint8Array.from(rows, ({ bad }) => (bad ? 1 : 0)),
    keys: rows.map(({ key }) => key),
  };
}

/** A row's ratio in ten-thousandths, truncated toward zero and saturated as on the chain; NaN where it is undefined. */
export function inputOf({ read }: Ratio, { attribute }: Pick<PolishRow, "attribute">): number {
  // Twelve digits: 0.29 is 2900 ten-thousandths, not the 2899 that binary fractions could make of it.
  const units = Number((read(attribute) * UNITS).toPrecision(12));
  if (!Number.isFinite(units)) return NaN;
  return Math.max(Number(MIN_INPUT), Math.min(Number(MAX_INPUT), Math.trunc(units)));
}
