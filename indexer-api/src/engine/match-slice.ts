import { STEP } from "./kernel-layout.ts";
import type { Kernel } from "./kernel.ts";
import { matchIds, roomForBits } from "./match-one.ts";
import { BLOCK } from "./rows.ts";
import type { ScanSlice } from "./scan.ts";

/** Writes the eligible products of each company of a slice, `words` for each row. @param results of all companies */
export function matchSlice(slice: ScanSlice, results: Uint32Array): void {
  if (slice.kernel === undefined) matchPlainly(slice, results);
  else matchByBlocks(slice, slice.kernel, results);
}

function matchPlainly({ from, to, compiled, rows }: ScanSlice, results: Uint32Array): void {
  const [ids, bits] = [new Uint8Array(rows.width), roomForBits(compiled.words)];
  for (let row = from; row < to; row++) {
    results.set(matchIds(compiled, rows.get(row, ids), 0, bits).eligible, row * compiled.words);
  }
}

function matchByBlocks({ from, to, compiled, rows }: ScanSlice, kernel: Kernel, results: Uint32Array): void {
  const { words, columns } = compiled;
  kernel.setMasks(compiled);
  for (let first = from; first < to; first += BLOCK) {
    kernel.loadIds(rows, first, columns.keys());
    for (let row = first; row < Math.min(first + BLOCK, to); row += STEP) {
      const masks = kernel.match("met", row - first);
      results.set(to - row < STEP ? masks.subarray(0, (to - row) * words) : masks, row * words);
    }
  }
}
