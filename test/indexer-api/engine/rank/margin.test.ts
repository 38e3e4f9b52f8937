import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { churnShareAt } from "../../../../catalogue/index.ts";
import { churnAt, churnTables } from "../../../../indexer-api/src/engine/rank/churn.ts";
import { defaultBpsByTotal } from "../../../../indexer-api/src/engine/rank/default-probability.ts";
import { marginOf, marginsByTotal } from "../../../../indexer-api/src/engine/rank/margin.ts";
import { catalogue, EXAMPLE, prepared, product, someProducts } from "./products.ts";

const { churn } = catalogue.pricing;
const table = churnTables(churn);

describe("a lender's margin", () => {
  it("reckons the worked example of docs/ranking.md", () => {
    const ranking = prepared(EXAMPLE);
    const rows = EXAMPLE.map((_, slot) => {
      const { ratePpm, expectedLossPpm, marginPpm, churn: lost, expectedMarginPpm } = marginOf(ranking, slot, 314);
      return [ratePpm, expectedLossPpm, marginPpm, lost.applies && `${lost.rating} ${lost.lostBps}`, expectedMarginPpm];
    });
    assert.deepEqual(rows, [
      [64_800, 14_130, 20_670, "B 3949", 12_507],
      [47_400, 2_826, 14_574, "B 1484", 12_411],
      [42_400, 10_990, 1_410, "B 540", 1_333],
    ]);
  });

  it("is the rate less funding, expected loss and operations, and never more once customers leave", () => {
    fc.assert(
      fc.property(someProducts(1), fc.option(fc.integer({ min: 0, max: 10_000 })), (products, defaultBps) => {
        const margin = marginOf(prepared(products), 0, defaultBps);
        const rest = margin.ratePpm - margin.fundingPpm - margin.expectedLossPpm - margin.operatingPpm;
        assert.equal(margin.marginPpm, rest);
        assert.ok(Math.abs(margin.expectedMarginPpm) <= Math.abs(margin.marginPpm));
        assert.ok(Number.isSafeInteger(margin.expectedMarginPpm));
      }),
    );
  });

  it("funds no bond, and loses more without a security", () => {
    const ranking = prepared([
      product({ id: "bond", type: "insurance_bond" }),
      product({ id: "plain" }),
      product({ id: "house", security: "real_estate" }),
    ]);
    const [bond, plain, house] = [0, 1, 2].map((slot) => marginOf(ranking, slot, 1000));
    assert.deepEqual([bond?.fundingPpm, plain?.fundingPpm], [0, 20_000]);
    assert.deepEqual([plain?.expectedLossPpm, house?.expectedLossPpm], [45_000, 35_000]);
    assert.deepEqual(bond?.churn, { applies: false, why: "not a loan", nearestBps: 0 });
  });

  it("is in the table by total what it is by itself, the last for no score", () => {
    const ranking = prepared(EXAMPLE);
    const probabilities = defaultBpsByTotal({ points: 600, odds: 20, pointsToDoubleOdds: 40 });
    const margins = marginsByTotal(ranking, 1, probabilities);
    assert.equal(margins.length, 1002);
    assert.equal(margins[640], marginOf(ranking, 1, 244).expectedMarginPpm);
    assert.equal(margins[1001], marginOf(ranking, 1, null).expectedMarginPpm);
  });

  it("refuses a default probability that is none", () => {
    assert.throws(() => marginOf(prepared(EXAMPLE), 0, 10_001), {
      message: "defaultBps 10001 must be a whole number from 0 to 10000",
    });
  });
});

describe("customers lost", () => {
  it("are nobody at 4 %, more with every step of the rate, and fewer than all", () => {
    for (const { rating, lostBps } of table.ratings) {
      assert.equal(lostBps[0], 0);
      for (let above = 1; above < lostBps.length; above++) assert.ok(lostBps[above]! > lostBps[above - 1]!, rating);
      assert.ok(lostBps.at(-1)! < 10_000);
    }
  });

  it("are told from 4 % to 15 %, and not beyond", () => {
    assert.deepEqual(churnAt(table, 400, 100), { applies: true, rating: "A", lostBps: 0 });
    assert.equal(churnAt(table, 1500, 100).applies, true);
    const lostBps = table.ratings[0]?.lostBps.at(-1);
    assert.deepEqual(churnAt(table, 399, 100), { applies: false, why: "rate below the table", nearestBps: 0 });
    assert.deepEqual(churnAt(table, 1501, 100), { applies: false, why: "rate above the table", nearestBps: lostBps });
  });

  it("are told of the rating that a default probability is taken for, the bounds included", () => {
    const ratings = [0, 206, 207, 476, 477, 1063].map((defaultBps) => churnAt(table, 800, defaultBps));
    assert.equal(ratings.map((found) => found.applies && found.rating).join(), "A,A,B,B,C,C");
    const nearestBps = table.ratings[2]?.lostBps[400];
    assert.deepEqual(churnAt(table, 800, 1064), { applies: false, why: "no such rating", nearestBps });
  });

  it("are never so near to the middle between two basis points that another machine could round them otherwise", () => {
    const exact = churn.curves.flatMap((curve) =>
      Array.from({ length: 1101 }, (_, above) => 10_000 * churnShareAt(400 + above, 400, curve)),
    );
    const nearest = Math.min(...exact.map((bps) => Math.abs(bps - Math.floor(bps) - 0.5)));
    assert.ok(nearest > 1e-6, String(nearest));
  });
});
