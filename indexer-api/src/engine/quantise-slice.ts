import { valueAt } from "./columns.ts";
import type { ColumnArray } from "./columns.ts";
import { quantiserOf } from "./quantiser.ts";
import type { Compiled } from "./compile.ts";
import type { ScanSlice } from "./scan.ts";

/** What quantising needs of a slice. */
export type Unquantised = Pick<ScanSlice, "from" | "to" | "columns" | "wide" | "compiled" | "rows">;

/** Writes the ids of a slice's companies from their raw values. */
export function quantiseSlice({ from, to, columns, wide, compiled, rows }: Unquantised): void {
  const quantiser = quantiserOf(compiled);
  const raw = new Float64Array(columns.length);
  const ids = new Uint8Array(quantiser.width);
  for (let row = from; row < to; row++) {
    const exact = new Map<number, bigint>();
    for (let feature = 0; feature < raw.length; feature++) {
      raw[feature] = valueAt(columns[feature] as ColumnArray, row);
      const number = wide[feature]?.get(row);
      if (number !== undefined) exact.set(feature, number);
    }
    quantiser.one({ raw, wide: exact }, ids);
    rows.set(row, ids);
  }
}

/** The same of slots that were compiled anew: a task for `scan`. */
export function quantise(slice: ScanSlice, into: { compiled: Compiled; rows: ScanSlice["rows"] }): void {
  quantiseSlice({ ...slice, ...into });
}
