/**
 * One input of many companies, a whole number each. `Float64Array` holds every input there is (48 bits); `Int32Array`
 * takes half the room where all of them are above `SPECIAL.int32.undefined`. What is no number is said by the values of
 * `SPECIAL`.
 */
export type InputColumn = Float64Array | Int32Array;

export type ColumnKind = "float64" | "int32";

/**
 * Below every input, in the order of `Absence` from the gravest, and far enough apart for a lookup to tell them from
 * each other at once (`bulk-axis.ts`).
 */
export const SPECIAL = {
  float64: { withheld: -(2 ** 50), unknown: -(2 ** 49), undefined: -(2 ** 48) },
  int32: { withheld: -(2 ** 31), unknown: -(2 ** 31) + 2 ** 25, undefined: -(2 ** 31) + 2 ** 26 },
} as const satisfies Record<ColumnKind, Record<"withheld" | "unknown" | "undefined", number>>;

export function kindOf(column: InputColumn): ColumnKind {
  return column instanceof Int32Array ? "int32" : "float64";
}
