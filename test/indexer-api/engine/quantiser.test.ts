import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";

import type { Criterion } from "../../../catalogue/index.ts";
import type { Dimension } from "../../../indexer-api/src/engine/dimensions.ts";
import { quantiserOf } from "../../../indexer-api/src/engine/quantiser.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import type { Cell, SetCell } from "../../../indexer-api/src/engine/values.ts";
import { arbitraryCompany, arbitraryCriteria, AS_OF, FEATURES } from "./arbitrary.ts";
import { compileAll } from "./products.ts";

const NOW = 1_774_944_000n;

/** The ids of one company among products with these criteria, taken apart: bucket by feature. */
function bucketsOf(criteria: readonly Criterion[], cells: Readonly<Record<string, Cell>>): Record<string, number> {
  const compiled = compileAll(
    FEATURES,
    criteria.map((one) => [one]),
    NOW,
  );
  const quantiser = quantiserOf(compiled);
  const ids = new Uint8Array(quantiser.width);
  quantiser.one(
    encodeCompany(
      FEATURES,
      FEATURES.map(({ id }) => cells[id] ?? null),
    ),
    ids,
  );
  const buckets = compiled.columns.flatMap(({ parts }, column) =>
    parts.map(({ dimension, stride }) => {
      const bucket = Math.floor((ids[column] as number) / stride) % dimension.buckets;
      return [FEATURES[dimension.feature]?.id ?? "", bucket] as const;
    }),
  );
  return Object.fromEntries(buckets);
}

/** By the definition of buckets: see `Dimension`. */
function expected(dimension: Dimension, cell: Cell): number {
  const last = dimension.buckets - 1;
  if (dimension.kind === "cuts") {
    return cell === null ? last : dimension.cuts.filter((cut) => cut <= BigInt(cell as bigint)).length;
  }
  const { labels } = FEATURES[dimension.feature] ?? assert.fail("no feature");
  if (dimension.kind === "labels") {
    const place = labels.indexOf(cell as string);
    return cell === null ? last : (dimension.bucketOf[place < 0 ? labels.length : place] ?? assert.fail("no place"));
  }
  const { holds, unknown } = (cell ?? { holds: 0, unknown: 2 ** labels.length - 1 }) as SetCell;
  if (dimension.kind === "states") return dimension.bucketOf[holds | (unknown << 8)] ?? assert.fail("no state");
  const [met, otherwise] = dimension.kind === "any of" ? [0, 1] : [1, 0];
  return holds & dimension.mask ? met : unknown & dimension.mask ? 2 : otherwise;
}

describe("quantiserOf", () => {
  it("finds the bucket of every dimension", () => {
    const products = fc.array(arbitraryCriteria, { maxLength: 40 });
    fc.assert(
      fc.property(products, fc.array(arbitraryCompany, { maxLength: 8 }), AS_OF, (criteria, companies, asOf) => {
        const compiled = compileAll(FEATURES, criteria, asOf);
        const quantiser = quantiserOf(compiled);
        const ids = new Uint8Array(quantiser.width).fill(255);
        for (const cells of companies) {
          quantiser.one(encodeCompany(FEATURES, cells), ids);
          const sums = compiled.columns.map(({ parts }) =>
            parts.reduce(
              (sum, { dimension, stride }) => sum + stride * expected(dimension, cells[dimension.feature] ?? null),
              0,
            ),
          );
          assert.deepEqual([...ids], sums);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("puts a number into the bucket that begins with it", () => {
    const cut: Criterion = { feature: "sales", operator: ">=", value: 2n ** 53n };
    const beside: Criterion = { feature: "sales", operator: ">=", value: 2n ** 53n + 1n };
    const buckets = [-1n, 1n, 2n, 3n].map((more) => bucketsOf([cut, beside], { sales: 2n ** 53n + more - 1n }).sales);
    assert.deepEqual(buckets, [0, 1, 2, 2]);
    assert.equal(bucketsOf([cut, beside], { sales: -(2n ** 200n) }).sales, 0);
    assert.equal(bucketsOf([cut, beside], {}).sales, 3);
  });

  it("puts labels that nothing tells apart into one bucket, any other text into its own", () => {
    const east: Criterion = { feature: "region", operator: "==", value: "east" };
    const notNorth: Criterion = { feature: "region", operator: "not in", value: ["north"] };
    const regions = ["north", "east", "south", "west", "centre", "elsewhere", null];
    assert.deepEqual(
      regions.map((region) => bucketsOf([east, notNorth], { region }).region),
      [0, 1, 2, 2, 2, 2, 3],
    );
  });

  it("knows a set to be met by one label, to have failed only without the unknown", () => {
    const any: Criterion = { feature: "flags", operator: "any of", value: ["arrears", "court"] };
    const none: Criterion = { ...any, operator: "none of" };
    const flags = [
      { holds: 0b0001, unknown: 0b0010 },
      { holds: 0b0100, unknown: 0b0010 },
      { holds: 0b0100, unknown: 0b1000 },
    ];
    assert.deepEqual(
      flags.map((cell) => [bucketsOf([any], { flags: cell }).flags, bucketsOf([none], { flags: cell }).flags]),
      [
        [0, 1],
        [2, 2],
        [1, 0],
      ],
    );
  });

  it("makes an empty row where nothing is asked", () => {
    const quantiser = quantiserOf(compileAll(FEATURES, [[]], NOW));
    assert.equal(quantiser.width, 0);
    assert.deepEqual(
      quantiser.partsOf,
      FEATURES.map(() => []),
    );
    quantiser.one(
      encodeCompany(
        FEATURES,
        FEATURES.map(() => null),
      ),
      new Uint8Array(0),
    );
  });
});
