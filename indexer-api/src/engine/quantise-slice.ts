import type { ColumnArray } from "./columns.ts";
import { valueAt } from "./columns.ts";
import type { Kernel } from "./kernel.ts";
import { quantiserOf } from "./quantiser.ts";
import { BLOCK } from "./rows.ts";
import type { ScanSlice } from "./scan.ts";
import type { CompanyValues } from "./values.ts";

/** Writes the ids of a slice's companies from their raw values. */
export function quantiseSlice(slice: ScanSlice): void {
  const { from, to, kernel, wide } = slice;
  if (kernel === undefined) return quantiseRows(slice, rowsFrom(from, to));
  quantiseByBlocks(slice, kernel);
  // Where a double only says that a number is beyond all doubles.
  const exact = new Set(wide.flatMap((rows) => [...rows.keys()]).filter((row) => row >= from && row < to));
  if (exact.size > 0) quantiseRows(slice, exact);
}

function quantiseByBlocks({ from, to, columns, rows }: ScanSlice, kernel: Kernel): void {
  for (let first = from; first < to; first += BLOCK) {
    kernel.quantise(columns, first);
    kernel.storeIds(rows, first);
  }
}

function quantiseRows({ columns, wide, compiled, rows }: ScanSlice, which: Iterable<number>): void {
  const quantiser = quantiserOf(compiled);
  const ids = new Uint8Array(quantiser.width);
  for (const row of which) {
    quantiser.one(valuesOf(columns, wide, row), ids);
    rows.set(row, ids);
  }
}

function* rowsFrom(from: number, to: number): Generator<number> {
  for (let row = from; row < to; row++) yield row;
}

function valuesOf(columns: readonly ColumnArray[], wide: ScanSlice["wide"], row: number): CompanyValues {
  const raw = Float64Array.from(columns, (column) => valueAt(column, row));
  const exact = wide.flatMap((rows, feature): [number, bigint][] => {
    const number = rows.get(row);
    return number === undefined ? [] : [[feature, number]];
  });
  return { raw, wide: new Map(exact) };
}
