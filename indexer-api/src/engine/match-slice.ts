import { matchIds, roomForBits } from "./match-one.ts";
import type { ScanSlice } from "./scan.ts";

/** Writes the eligible products of each company of a slice, `words` for each row. @param results of all companies */
export function matchSlice(slice: ScanSlice, results: Uint32Array): void {
  const { from, to, compiled, rows } = slice;
  const [ids, bits] = [new Uint8Array(rows.width), roomForBits(compiled.words)];
  for (let row = from; row < to; row++) {
    results.set(matchIds(compiled, rows.get(row, ids), 0, bits).eligible, row * compiled.words);
  }
}
