import { type AxisLookup, axisLookup, FIRST_BIN, UNDEFINED_BIN, UNKNOWN_BIN, WITHHELD_BIN } from "./bulk-axis.ts";
import type { ColumnKind } from "./bulk-column.ts";
import type { CompiledCharacteristic } from "./compile.ts";

/**
 * A company's sum is one double, points below `COVERAGE` and the known weight above, so that there is one addition for
 * both. Points of 128 characteristics at 16 bits stay below `BIAS`, which keeps the lower part from falling below nought;
 * 10000 times `COVERAGE` is far below 2^53, so that all is exact.
 */
export const COVERAGE = 2 ** 24;
export const BIAS = 2 ** 23;

/** A characteristic in bulk. */
export interface BulkTable {
  readonly axes: readonly BulkAxis[];
  /** What each cell adds to a company's sum; the second axis runs fastest. */
  readonly added: Float64Array;
}

export interface BulkAxis {
  /** Number of the input. */
  readonly input: number;
  /** Bins, those of `bulk-axis.ts`. */
  readonly bins: number;
  readonly lookup: (kind: ColumnKind) => AxisLookup;
}

export function bulkTable({ characteristic, axes }: CompiledCharacteristic): BulkTable {
  const { weightBps, unknownPoints, withheldPoints, cells } = characteristic;
  const tables = axes.map(({ input, cuts }) => ({ input, bins: cuts.length + 1 + FIRST_BIN, lookup: lookupOf(cuts) }));
  const addedBy = (bins: readonly number[]): number => {
    if (bins.includes(WITHHELD_BIN)) return withheldPoints;
    if (bins.includes(UNKNOWN_BIN)) return unknownPoints;
    const cell = bins.reduce((index, bin, axis) => {
      const known = (tables[axis]?.bins as number) - UNDEFINED_BIN;
      return index * known + bin - UNDEFINED_BIN;
    }, 0);
    return weightBps * COVERAGE + (cells[cell] as number);
  };
  return { axes: tables, added: Float64Array.from(combinations(tables), addedBy) };
}

/** Every combination of the axes' bins, the last axis fastest. */
function combinations(axes: readonly BulkAxis[]): number[][] {
  return axes.reduce<number[][]>(
    (rows, { bins }) => rows.flatMap((row) => Array.from({ length: bins }, (_, bin) => [...row, bin])),
    [[]],
  );
}

/** Lookups take half a megabyte of addresses each, so that those of a kind which nobody uses are not made. */
function lookupOf(cuts: readonly bigint[]): (kind: ColumnKind) => AxisLookup {
  const made = new Map<ColumnKind, AxisLookup>();
  return (kind) => {
    const lookup = made.get(kind) ?? axisLookup(cuts, kind);
    made.set(kind, lookup);
    return lookup;
  };
}
