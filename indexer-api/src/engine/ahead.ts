import { unknownIn, valueAt } from "./columns.ts";
import type { ColumnArray, NumberArray } from "./columns.ts";
import type { ScanSlice } from "./scan.ts";

/** The first day behind `after` that any company has in an age, Infinity when there is none. Unix seconds. */
export function soonestAfter({ from, to, features, columns }: ScanSlice, after: number): number {
  let soonest = Infinity;
  for (const [feature, { kind }] of features.entries()) {
    if (kind !== "age") continue;
    const array = columns[feature] as NumberArray;
    const unknown = unknownIn(array);
    for (let row = from; row < to; row++) {
      const day = array[row] as number;
      if (day > after && day < soonest && day !== unknown) soonest = day;
    }
  }
  return soonest;
}

/** Rows with an age whose day lies behind the first and not behind the second moment. Unix seconds. */
export function rowsBetween({ from, to, features, columns }: ScanSlice, [after, until]: [number, number]): number[] {
  const rows: number[] = [];
  for (let row = from; row < to; row++) {
    const passed = features.some(({ kind }, feature) => {
      if (kind !== "age") return false;
      const day = valueAt(columns[feature] as ColumnArray, row);
      return day > after && day <= until;
    });
    if (passed) rows.push(row);
  }
  return rows;
}
