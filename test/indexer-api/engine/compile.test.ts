import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";

import type { Criterion } from "../../../catalogue/index.ts";
import { removeProduct, setProduct, wordsFor } from "../../../indexer-api/src/engine/compile.ts";
import type { Compiled } from "../../../indexer-api/src/engine/compile.ts";
import { termsOf } from "../../../indexer-api/src/engine/terms.ts";
import { arbitraryCompany, arbitraryCriteria, AS_OF, FEATURES } from "./arbitrary.ts";
import { checkVerdicts, compileAll } from "./products.ts";
import type { Criteria } from "./products.ts";

const NOW = 1_774_944_000n;
const NOTHING = FEATURES.map(() => null);

function sales(operator: Criterion["operator"], value: Criterion["value"]): Criterion {
  return { feature: "sales", operator, value };
}

/** A company of which sales alone are known. */
function selling(value: bigint | null) {
  return FEATURES.map(({ id }) => (id === "sales" ? value : null));
}

function put(compiled: Compiled, slot: number, criteria: readonly Criterion[]): boolean {
  return setProduct(compiled, slot, termsOf(FEATURES, criteria));
}

function snapshot({ live, met, open }: Compiled) {
  return structuredClone({ live, met, open });
}

describe("wordsFor", () => {
  it("has room for the slots, in whole numbers of 64 bits", () => {
    const counts = [0, 1, 31, 32, 33, 63, 64, 65, 128, 129, 319, 320, 321, 1_080, 1_081, 1_088, 1_089];
    assert.deepEqual(counts.map(wordsFor), [2, 2, 2, 2, 2, 2, 2, 4, 4, 6, 10, 10, 12, 34, 34, 34, 36]);
  });
});

describe("compile", () => {
  it("gives every column its masks, one for each id, 256 at most", () => {
    fc.assert(
      fc.property(fc.array(arbitraryCriteria, { maxLength: 70 }), AS_OF, (products, asOf) => {
        const { columns, words, met, open } = compileAll(FEATURES, products, asOf);
        let masks = 0;
        for (const { firstMask, ids, parts } of columns) {
          assert.equal(firstMask, masks);
          assert.equal(
            ids,
            parts.reduce((product, { dimension }) => product * dimension.buckets, 1),
          );
          assert.ok(ids <= 256);
          masks += ids;
        }
        assert.deepEqual([met.length, open.length], [masks * words, masks * words]);
      }),
      { numRuns: 60 },
    );
  });

  it("puts small dimensions into one column, each id its own combination", () => {
    const products: Criteria[] = [
      [{ feature: "flags", operator: "none of", value: ["court"] }],
      [{ feature: "awards", operator: "any of", value: ["gold"] }],
      [sales(">=", 1n)],
      [{ feature: "grade", operator: "==", value: "A" }],
    ];
    const { columns } = compileAll(FEATURES, products, NOW);
    assert.deepEqual(
      columns.map(({ ids }) => ids),
      [3 ** 4],
    );
    const [column] = columns;
    const combinations = Array.from({ length: 3 ** 4 }, (_, id) =>
      column?.parts.map(({ dimension, stride }) => Math.floor(id / stride) % dimension.buckets).join(" "),
    );
    assert.equal(new Set(combinations).size, 3 ** 4);
  });

  it("fills columns to the brim, the widest dimension first", () => {
    const products: Criteria[] = Array.from({ length: 62 }, (_, n) => [
      sales(">=", BigInt(n)),
      { feature: "growth", operator: "<=", value: BigInt(n) },
    ]);
    for (const region of ["north", "east"]) products.push([{ feature: "region", operator: "==", value: region }]);
    for (const grade of ["C", "B"]) products.push([{ feature: "grade", operator: ">=", value: grade }]);
    assert.deepEqual(
      compileAll(FEATURES, products, NOW).columns.map(({ ids }) => ids),
      [64 * 4, 64 * 4],
    );
  });

  it("has no column without a criterion, and none for a feature that nobody asks of", () => {
    assert.deepEqual(compileAll(FEATURES, [], NOW).columns, []);
    assert.deepEqual(compileAll(FEATURES, [[], []], NOW).columns, []);
    const features = new Set(
      compileAll(FEATURES, [[sales(">=", 1n)]], NOW).columns.flatMap(({ parts }) =>
        parts.map(({ dimension }) => FEATURES[dimension.feature]?.id),
      ),
    );
    assert.deepEqual([...features], ["sales"]);
  });

  it("judges exactly with more cuts on a feature than a byte counts", () => {
    const products = Array.from({ length: 1_081 }, (_, n): Criteria => {
      const from = BigInt(7 * n);
      return n % 3 === 0 ? [sales("between", [from, from + 100n])] : [sales(n % 3 === 1 ? ">=" : "<=", from)];
    });
    const compiled = compileAll(FEATURES, products, NOW);
    assert.ok(compiled.columns.length > 4);
    for (const value of [-1n, 0n, 7n, 699n, 700n, 701n, 3_777n, 7_559n, 7_560n, 7_661n, 2n ** 60n, null]) {
      checkVerdicts(compiled, products, selling(value));
    }
  });

  it("judges exactly with more labels than other features have", () => {
    const labels = Array.from({ length: 254 }, (_, n) => `place ${n}`);
    const features = [{ id: "place", kind: "label", ordered: true, labels }] as const;
    const products = labels.flatMap((label): Criteria[] => [
      [{ feature: "place", operator: "==", value: label }],
      [{ feature: "place", operator: ">=", value: label }],
    ]);
    const compiled = compileAll(features, products, NOW);
    assert.deepEqual(
      compiled.columns.map(({ ids }) => ids),
      [256],
    );
    for (const cell of ["place 0", "place 127", "place 253", "elsewhere", null])
      checkVerdicts(compiled, products, [cell]);
  });

  for (const count of [1, 2, 8, 9, 16]) {
    it(`judges exactly what many products ask of a set of ${count} labels`, () => {
      const labels = Array.from({ length: count }, (_, n) => `label ${n}`);
      const features = [{ id: "flags", kind: "set", ordered: false, labels }] as const;
      const criterion = fc.record({
        feature: fc.constant("flags"),
        operator: fc.constantFrom("any of" as const, "none of" as const),
        value: fc.subarray(labels),
      });
      const products = fc.sample(fc.array(criterion, { maxLength: 3 }), { numRuns: 80, seed: count });
      const compiled = compileAll(features, products, NOW);
      const bits = fc.nat(2 ** count - 1);
      const cells = fc.tuple(bits, bits).map(([holds, others]) => ({ holds, unknown: others & ~holds }));
      for (const cell of [null, ...fc.sample(cells, { numRuns: 200, seed: 1 })])
        checkVerdicts(compiled, products, [cell]);
    });
  }

  it("takes a thousand criteria of one product, and contradictions among them", () => {
    const thousand = fc.sample(arbitraryCriteria, { numRuns: 2_000, seed: 11 }).flat().slice(0, 1_000);
    assert.equal(thousand.length, 1_000);
    const numbers = Array.from({ length: 1_000 }, (_, n) =>
      sales(n % 2 === 0 ? ">=" : "<=", BigInt(n % 2 === 0 ? n : 3_000 - n)),
    );
    const products: Criteria[] = [thousand, numbers, [...numbers, sales("<=", 997n)], []];
    const compiled = compileAll(FEATURES, products, NOW);
    const companies = fc.sample(arbitraryCompany, { numRuns: 50, seed: 12 });
    for (const cells of [...companies, ...[997n, 998n, 999n, 2_001n, 2_002n].map(selling)]) {
      checkVerdicts(compiled, products, cells);
    }
  });

  it("has thresholds at the limits, and judges right at them and beside", () => {
    const limits = [31n, 32n, 53n, 63n, 64n, 255n].flatMap((bits) => [2n ** bits, -(2n ** bits)]);
    const near = limits.flatMap((limit) => [limit - 2n, limit - 1n, limit, limit + 1n]);
    const products = near.flatMap((limit): Criteria[] => [
      [sales(">=", limit)],
      [sales("<=", limit)],
      [sales("==", limit)],
    ]);
    const compiled = compileAll(FEATURES, products, NOW);
    for (const value of near) checkVerdicts(compiled, products, selling(value));
  });
});

describe("setProduct", () => {
  const products: Criteria[] = [[sales(">=", 5n)], [sales("<=", 8n)], null];

  it("judges a product in a free slot where the columns tell apart what it does", () => {
    const compiled = compileAll(FEATURES, products, NOW);
    assert.equal(put(compiled, 2, [sales("between", [5n, 8n])]), true);
    for (const value of [4n, 5n, 8n, 9n, null]) {
      checkVerdicts(compiled, [...products.slice(0, 2), [sales("between", [5n, 8n])]], selling(value));
    }
  });

  it("leaves nothing of the product that was there", () => {
    const compiled = compileAll(FEATURES, products, NOW);
    assert.equal(put(compiled, 0, [sales(">=", 9n)]), true);
    assert.equal(put(compiled, 1, []), true);
    for (const value of [4n, 5n, 8n, 9n, null]) checkVerdicts(compiled, [[sales(">=", 9n)], [], null], selling(value));
  });

  it("changes nothing where they do not", () => {
    const compiled = compileAll(FEATURES, products, NOW);
    const before = snapshot(compiled);
    assert.equal(put(compiled, 0, [sales(">=", 6n)]), false);
    assert.equal(put(compiled, 0, [{ feature: "growth", operator: ">=", value: 1n }]), false);
    assert.equal(put(compiled, 0, [sales(">=", 5n), { feature: "grade", operator: "==", value: "A" }]), false);
    assert.deepEqual(snapshot(compiled), before);
  });

  it("can be told again what it was compiled with, and judges any mixture of it", () => {
    const many = fc.array(arbitraryCriteria, { minLength: 1, maxLength: 40 });
    const moves = fc.array(fc.tuple(fc.nat(), fc.option(fc.nat(), { freq: 3 })), { maxLength: 20 });
    fc.assert(
      fc.property(
        many,
        moves,
        fc.array(arbitraryCompany, { minLength: 1, maxLength: 4 }),
        AS_OF,
        (compiledFrom, changes, companies, asOf) => {
          const compiled = compileAll(FEATURES, compiledFrom, asOf);
          const now: Criteria[] = [...compiledFrom];
          for (const [to, from] of changes) {
            const slot = to % now.length;
            const criteria = from === null ? null : (compiledFrom[from % now.length] ?? []);
            if (criteria === null) removeProduct(compiled, slot);
            else assert.equal(put(compiled, slot, criteria), true);
            now[slot] = criteria;
          }
          for (const cells of companies) checkVerdicts(compiled, now, cells);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("refuses a slot that is another mask's", () => {
    const compiled = compileAll(FEATURES, products, NOW);
    for (const slot of [64, -1, 0.5, Number.NaN]) {
      assert.throws(() => put(compiled, slot, []), {
        name: "RangeError",
        message: `slot ${slot}: must be from 0 to 63`,
      });
    }
    assert.equal(put(compiled, 63, []), true);
  });
});

describe("removeProduct", () => {
  it("frees the slot alone, which may be taken again", () => {
    const products: Criteria[] = [[sales(">=", 5n)], [], [sales("<=", 4n)]];
    const compiled = compileAll(FEATURES, products, NOW);
    removeProduct(compiled, 1);
    checkVerdicts(compiled, [products[0] ?? null, null, products[2] ?? null], selling(5n));
    assert.equal(put(compiled, 1, [sales("<=", 4n)]), true);
    checkVerdicts(compiled, [products[0] ?? null, [sales("<=", 4n)], products[2] ?? null], NOTHING);
  });
});
