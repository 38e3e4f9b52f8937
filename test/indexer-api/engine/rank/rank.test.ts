import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { historyOf } from "../../../../indexer-api/src/engine/rank/history.ts";
import { rankFor } from "../../../../indexer-api/src/engine/rank/rank.ts";
import type { RankedProduct } from "../../../../indexer-api/src/engine/rank/rank.ts";
import { all, catalogue, EXAMPLE, prepared, product, question, someProducts, someQuestion } from "./products.ts";

function ids(ranked: readonly RankedProduct[]): string[] {
  return ranked.map(({ id }) => id);
}

describe("ranking for a company", () => {
  it("reckons the worked example of docs/ranking.md", () => {
    const ranking = prepared(EXAMPLE);
    const history = historyOf(ranking, [
      { lender: "lingnan_first", offered: 40, declined: 40 },
      { lender: "pearl_estuary", offered: 1, declined: 19 },
    ]);
    const asked = question({
      request: { amountFen: 200_000_000n, tenorMonths: 36, securityOffered: ["guarantor", "real_estate"] },
      history,
    });
    const rows = rankFor(ranking, all(3), asked, 5).map((one) => [
      ...[one.place, one.id, one.interestPpm, one.feesPpm, one.misfitPpm],
      ...[one.approvalBps, one.applyingPpm, one.figurePpm, one.costFenPerYear],
    ]);
    assert.deepEqual(rows, [
      [1, "mortgage", 42_400, 1_341, 0, 3_500, 4_285, 48_026, 8_748_200],
      [2, "guaranteed", 47_400, 10_000, 0, 5_300, 2_830, 60_230, 11_480_000],
      [3, "credit", 64_800, 0, 1_666, 6_500, 3_461, 69_927, 12_960_000],
    ]);
  });

  it("never ranks the cheaper of two else equal products lower", () => {
    fc.assert(
      fc.property(someProducts(1), someQuestion, fc.nat(500), fc.nat(500), ([one], asked, more, wider) => {
        const { min, max } = one!.annualRateBps;
        const dearer = { ...one!, id: "", annualRateBps: { min: min + more, max: max + more + wider } };
        const [first, second] = rankFor(prepared([dearer, one]), all(2), asked, 2);
        assert.ok(first!.id === one!.id || first!.figurePpm === second!.figurePpm);
      }),
    );
  });

  it("gives one order whatever slots the products lie in", () => {
    fc.assert(
      fc.property(someProducts(40), someQuestion, fc.infiniteStream(fc.nat()), (products, asked, randoms) => {
        const keyed = products.map((one) => ({ one, key: randoms.next().value as number }));
        const moved = [undefined, ...keyed.sort((a, b) => a.key - b.key).map(({ one }) => one)];
        const bits = all(moved.length);
        bits[0] = (bits[0] as number) & ~1;
        const before = rankFor(prepared(products), all(products.length), asked, Infinity);
        const after = rankFor(prepared(moved), bits, asked, Infinity);
        const withoutSlot = (rows: RankedProduct[]) => rows.map(({ slot: _, ...rest }) => rest);
        assert.deepEqual(withoutSlot(after), withoutSlot(before));
      }),
    );
  });

  it("returns the first of the whole order, each figure the sum of its parts", () => {
    fc.assert(
      fc.property(someProducts(40), someQuestion, fc.nat(45), (products, asked, limit) => {
        const ranking = prepared(products);
        const whole = rankFor(ranking, all(products.length), asked, Infinity);
        assert.equal(whole.length, products.length);
        assert.deepEqual(rankFor(ranking, all(products.length), asked, limit), whole.slice(0, limit));
        for (const one of whole) {
          const parts = [one.interestPpm, one.feesPpm, one.misfitPpm, one.applyingPpm];
          assert.ok(
            parts.every((part) => Number.isSafeInteger(part) && part >= 0),
            parts.join(),
          );
          assert.equal(
            one.figurePpm,
            parts.reduce((sum, part) => sum + part),
          );
          assert.ok(one.approvalBps >= 1 && one.approvalBps <= 10_000);
        }
      }),
    );
  });

  it("is the order of applying that costs the least until a lender agrees", () => {
    fc.assert(
      fc.property(someProducts(5), someQuestion, (products, asked) => {
        const loans = products.map((one) => ({ ...one, type: "credit_loan", security: "none" }));
        const ranked = rankFor(prepared(loans), all(loans.length), asked, Infinity);
        const best = Math.min(...permutations(ranked).map(expectedCost));
        // Each part is rounded down to a millionth.
        assert.ok(expectedCost(ranked) <= best * (1 + 1e-9) + 2 * loans.length, `${expectedCost(ranked)} > ${best}`);
      }),
    );
  });

  it("puts loans before bonds and bonds before equity, however cheap", () => {
    const cheap = { annualRateBps: { min: 0, max: 0 } };
    const products = [
      product({ id: "share", type: "direct", ...cheap }),
      product({ id: "bond", type: "insurance_bond", ...cheap }),
      product({ id: "loan", annualRateBps: { min: 3600, max: 3600 } }),
    ];
    const ranked = rankFor(prepared(products), all(3), question({ request: { amountFen: 0n } }), 3);
    assert.deepEqual(ids(ranked), ["loan", "bond", "share"]);
    assert.deepEqual(
      ranked.map(({ instrument }) => instrument),
      ["loan", "bond", "equity"],
    );
  });

  it("puts what needs a security that nobody offered behind the rest of its instrument, however cheap", () => {
    const products = [
      product({ id: "bill", security: "bill", annualRateBps: { min: 0, max: 0 } }),
      product({ id: "bond", type: "insurance_bond" }),
      product({ id: "plain" }),
    ];
    const order = (securityOffered?: string[]) => {
      const asked = question({ request: { securityOffered } });
      return rankFor(prepared(products), all(3), asked, 3).map(({ id, missingSecurity }) => [id, missingSecurity]);
    };
    const bond = ["bond", null];
    assert.deepEqual(order(), [["plain", null], ["bill", "bill"], bond]);
    assert.deepEqual(order(["ip"]), [["plain", null], ["bill", "bill"], bond]);
    assert.deepEqual(order(["ip", "bill"]), [["bill", null], ["plain", null], bond]);
  });

  it("orders equal products by id", () => {
    const products = ["b", "B", "a", "10", "9"].map((id) => product({ id }));
    assert.deepEqual(ids(rankFor(prepared(products), all(5), question(), 5)), ["10", "9", "B", "a", "b"]);
  });

  it("counts no misfit for what is asked at the ends of the range, and some one step outside", () => {
    const ranking = prepared([product({ id: "one" })]);
    const misfitOf = (amountFen: bigint, tenorMonths: number) =>
      rankFor(ranking, all(1), question({ request: { amountFen, tenorMonths } }), 1)[0]?.misfitPpm;
    assert.equal(misfitOf(10_000_000n, 6), 0);
    assert.equal(misfitOf(500_000_000n, 24), 0);
    assert.equal(misfitOf(500_000_000n, 25), Math.floor((5_000 * 12) / 25));
    assert.equal(misfitOf(500_000_000n, 5), Math.floor((10_000 * 12) / 5));
    assert.equal(misfitOf(1_000_000_000n, 24), 30_000);
    assert.equal(misfitOf(5_000_000n, 6), 30_000);
    assert.ok((misfitOf(9_000_000n, 6) ?? 0) > 0 && (misfitOf(501_000_000n, 6) ?? 0) > 0);
  });

  it("charges the tier of a fee that the amount lies in", () => {
    const guaranteed = product({ id: "one", security: "guarantor", amountFen: { min: 1n, max: 10n ** 12n } });
    const mortgage = product({ id: "one", security: "real_estate", amountFen: { min: 1n, max: 10n ** 12n } });
    const feeOf = (of: typeof guaranteed, amountFen: bigint, tenorMonths = 12) =>
      rankFor(prepared([of]), all(1), question({ request: { amountFen, tenorMonths } }), 1)[0]?.feesPpm;
    assert.equal(feeOf(guaranteed, 500_000_000n), 10_000);
    assert.equal(feeOf(guaranteed, 500_000_001n), 15_000);
    // 5,000 CNY and 550 CNY on a million; from there the steps join.
    assert.equal(feeOf(mortgage, 100_000_000n), 5_550);
    assert.equal(feeOf(mortgage, 100_000_001n), 5_549);
    assert.equal(feeOf(mortgage, 100_000_000n, 24), 2_775);
  });

  it("reckons without a score as BB, and with nothing asked for the reference", () => {
    const ranking = prepared(catalogue.products);
    const bits = all(catalogue.products.length);
    const { amountFen, tenorMonths } = catalogue.pricing.reference;
    const unscored = rankFor(ranking, bits, question({ defaultBps: null }), 319);
    assert.deepEqual(unscored, rankFor(ranking, bits, question({ defaultBps: 716 }), 319));
    assert.equal(unscored.length, 319);
    const loan = rankFor(prepared([product({ id: "one" })]), all(1), question(), 1)[0];
    assert.deepEqual([loan?.amountFen, loan?.tenorMonths, loan?.misfitPpm], [Number(amountFen), tenorMonths, 0]);
  });

  it("favours the lender that agreed more often, and less so the fewer decisions there are", () => {
    const ranking = prepared([product({ id: "a", lender: "kapok" }), product({ id: "b", lender: "bauhinia" })]);
    const history = historyOf(ranking, [{ lender: "bauhinia", offered: 9, declined: 1 }]);
    const ranked = rankFor(ranking, all(2), question({ history }), 2);
    assert.deepEqual(ids(ranked), ["b", "a"]);
    assert.deepEqual(
      ranked.map(({ approvalBps }) => approvalBps),
      [7_333, 6_500],
    );
    const refused = historyOf(ranking, [{ lender: "kapok", offered: 0, declined: 10 ** 9 }]);
    assert.equal(rankFor(ranking, all(2), question({ history: refused }), 2)[1]?.approvalBps, 1);
  });

  it("ranks nothing when nothing is eligible, wanted or there", () => {
    const ranking = prepared(EXAMPLE);
    assert.deepEqual(rankFor(ranking, new Uint32Array(2), question(), 5), []);
    assert.deepEqual(rankFor(ranking, all(3), question(), 0), []);
    assert.deepEqual(rankFor(prepared([]), new Uint32Array(2), question(), 5), []);
  });

  it("survives terms that only the chain would take", () => {
    const huge = 2n ** 63n - 1n;
    const odd = product({ id: "odd", amountFen: { min: 0n, max: huge }, tenorMonths: { min: 0, max: 2 ** 31 } });
    for (const amountFen of [0n, 1n, huge]) {
      const [one] = rankFor(prepared([odd]), all(1), question({ request: { amountFen } }), 1);
      assert.ok(Number.isSafeInteger(one?.figurePpm), String(amountFen));
    }
  });

  it("refuses questions that make no sense, naming the value", () => {
    const ranking = prepared(EXAMPLE);
    const refused = (changes: Parameters<typeof question>[0], limit = 5) => {
      return () => rankFor(ranking, all(3), question(changes), limit);
    };
    for (const defaultBps of [-1, 10_001, 0.5, NaN, Infinity]) {
      assert.throws(refused({ defaultBps }), {
        name: "RangeError",
        message: `defaultBps ${defaultBps} must be a whole number from 0 to 10000`,
      });
    }
    for (const tenorMonths of [0, -1, 1.5, NaN]) {
      assert.throws(refused({ request: { tenorMonths } }), {
        message: `tenorMonths ${tenorMonths} must be a whole number above 0`,
      });
    }
    assert.throws(refused({ request: { amountFen: -1n } }), { message: "amountFen -1 must not be below 0" });
    for (const limit of [-1, 0.5, NaN]) {
      assert.throws(refused({}, limit), { message: `limit ${limit} must be a whole number from 0 on or Infinity` });
    }
    assert.throws(() => historyOf(ranking, [{ lender: "kapok", offered: -1, declined: 0 }]), {
      message: "decisions of kapok: offered -1 must be a whole number from 0 on",
    });
  });
});

/** Applying in this order: each attempt costs, the first that succeeds ends it. Being refused by all costs the same in any order. */
function expectedCost(order: readonly RankedProduct[]): number {
  let [stillApplying, cost] = [1, 0];
  for (const { interestPpm, feesPpm, misfitPpm, applyingPpm, approvalBps } of order) {
    const approval = approvalBps / 10_000;
    cost += stillApplying * (applyingPpm * approval + approval * (interestPpm + feesPpm + misfitPpm));
    stillApplying *= 1 - approval;
  }
  return cost;
}

function permutations<T>(values: readonly T[]): T[][] {
  if (values.length < 2) return [[...values]];
  return values.flatMap((value, index) => permutations(values.toSpliced(index, 1)).map((rest) => [value, ...rest]));
}
