import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import type { Criterion } from "../../../catalogue/index.ts";
import { compile, removeProduct } from "../../../indexer-api/src/engine/compile.ts";
import { Columns } from "../../../indexer-api/src/engine/columns.ts";
import { countSlice } from "../../../indexer-api/src/engine/count-slice.ts";
import { Kernel, kernelCode, kernelKey } from "../../../indexer-api/src/engine/kernel.ts";
import { matchSlice } from "../../../indexer-api/src/engine/match-slice.ts";
import { fitsOfProduct } from "../../../indexer-api/src/engine/product-slice.ts";
import { quantiseSlice } from "../../../indexer-api/src/engine/quantise-slice.ts";
import { BLOCK, Rows } from "../../../indexer-api/src/engine/rows.ts";
import type { ScanSlice } from "../../../indexer-api/src/engine/scan.ts";
import { termsOf } from "../../../indexer-api/src/engine/terms.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import type { Cell } from "../../../indexer-api/src/engine/values.ts";
import { arbitraryCompany, arbitraryCriteria, AS_OF, FEATURES } from "./arbitrary.ts";

/** Companies of a block that a test places anywhere; the others are unknown in everything. */
const placed = fc.array(fc.tuple(fc.nat(2 * BLOCK - 1), arbitraryCompany), { minLength: 1, maxLength: 40 });

describe("the kernel", () => {
  const products = fc.array(arbitraryCriteria, { minLength: 1, maxLength: 70 });
  const size = fc.integer({ min: 1, max: 2 * BLOCK });

  it("quantises, matches, counts and judges as plain TypeScript does", async () => {
    const property = fc.asyncProperty(products, arbitraryCriteria, placed, size, AS_OF, bothDoTheSame);
    await fc.assert(property, { numRuns: 60 });
  });

  it("does so in columns of every width", async () => {
    const bits = fc.constantFrom(...([7, 15, 31] as const));
    const property = fc.asyncProperty(products, placed, size, AS_OF, bits, async (criteria, wide, to, asOf, width) => {
      const cells = wide.map(
        ([row, company]) => [row, company.map((cell) => narrowed(cell, width))] as [number, Cell[]],
      );
      await bothDoTheSame(criteria, [], cells, to, asOf);
    });
    await fc.assert(property, { numRuns: 60 });
  });
});

/** Numbers of so many bits with their sign, but the least of them. */
function narrowed(cell: Cell, bits: number): Cell {
  if (typeof cell !== "bigint") return cell;
  const value = BigInt.asIntN(bits + 1, cell);
  return value === -(2n ** BigInt(bits)) ? null : value;
}

async function bothDoTheSame(
  criteria: Criterion[][],
  draft: Criterion[],
  cells: [number, Cell[]][],
  to: number,
  asOf: bigint,
): Promise<void> {
  const slotted = criteria.map((one, slot) => ({ slot, terms: termsOf(FEATURES, one) }));
  const compiled = compile(FEATURES, slotted, criteria.length, asOf);
  removeProduct(compiled, 0);
  const columns = new Columns(FEATURES, 2 * BLOCK);
  for (const [row, company] of cells) columns.set(row, encodeCompany(FEATURES, company));
  const { arrays, wide } = columns;
  const rows = new Rows(compiled.columns.length, to);
  const base = { features: FEATURES, asOf, columns: arrays, wide, compiled, from: 0, to };
  const plain: ScanSlice = { ...base, rows };
  const fast: ScanSlice = { ...base, rows: new Rows(rows.width, to), kernel: await kernelOf(plain) };
  for (const slice of [plain, fast]) quantiseSlice(slice);
  for (let row = 0; row < to; row++) {
    const [expected, found] = [new Uint8Array(rows.width), new Uint8Array(rows.width)];
    assert.deepEqual(fast.rows.get(row, found), rows.get(row, expected));
  }
  assert.deepEqual(masksOf(fast), masksOf(plain));
  assert.deepEqual(countSlice(fast), countSlice(plain));
  for (const one of [draft, ...criteria.slice(0, 3)]) {
    const terms = termsOf(FEATURES, one);
    assert.deepEqual(fitsOfProduct(fast, terms), fitsOfProduct(plain, terms));
  }
}

async function kernelOf({ compiled, columns }: ScanSlice): Promise<Kernel | undefined> {
  const key = kernelKey(compiled, columns);
  if (key === undefined) return undefined;
  return new Kernel(await kernelCode(key, compiled, columns), compiled, columns);
}

function masksOf(slice: ScanSlice): Uint32Array {
  const results = new Uint32Array(slice.to * slice.compiled.words);
  matchSlice(slice, results);
  return results;
}
