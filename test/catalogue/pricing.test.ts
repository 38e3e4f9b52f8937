import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { churnShareAt, loadCatalogue } from "../../catalogue/index.ts";
import { assertRefused } from "./refusal.ts";
import type { Broken } from "./refusal.ts";

const { pricing, productTypes, scorecards } = loadCatalogue();

describe("the project's pricing", () => {
  it("has the reference within the ranges of 17 product types, as it says", () => {
    const { amountFen, tenorMonths } = pricing.reference;
    const within = productTypes.filter(
      (type) =>
        type.amountFen.min <= amountFen &&
        amountFen <= type.amountFen.max &&
        type.tenorMonths.min <= tenorMonths &&
        tenorMonths <= type.tenorMonths.max,
    );
    assert.equal(within.length, 17);
  });

  it("takes default probabilities and rating limits from the platform's grades", () => {
    const grades = new Map(
      scorecards.find(({ family }) => family === "platform")?.grades.map((grade) => [grade.label, grade]),
    );
    assert.equal(pricing.unscored.defaultBps, grades.get("BB")?.defaultRateBps);
    assert.deepEqual(
      pricing.ratePosition.points.map(({ defaultBps }) => defaultBps),
      ["AAA", "AA", "A", "BBB", "BB", "B"].map((label) => grades.get(label)?.defaultRateBps),
    );
    assert.deepEqual(
      pricing.churn.curves.map(({ upToDefaultBps }) => upToDefaultBps),
      ["A", "BBB", "BB"].map((label) => grades.get(label)?.defaultRateHighBps),
    );
  });

  it("has steps of the appraisal fee that join", () => {
    const tiers = pricing.fees.find(({ id }) => id === "real_estate_appraisal")?.tiers ?? [];
    assert.equal(tiers.length, 3);
    for (const [index, { aboveFen, bps, fixedFen }] of tiers.entries()) {
      const before = tiers[index - 1];
      if (before === undefined) continue;
      const feeAt = (tier: { bps: number; fixedFen: bigint }) =>
        tier.fixedFen + (aboveFen * BigInt(tier.bps)) / 10_000n;
      assert.equal(feeAt({ bps, fixedFen }), feeAt(before));
    }
  });

  it("loses about a third of the customers at 6 %", () => {
    const lost = pricing.churn.curves.map((curve) => churnShareAt(600, pricing.churn.minRateBps, curve));
    assert.deepEqual(
      lost.map((share) => Math.round(share * 100)),
      [37, 34, 32],
    );
  });
});

const broken: Broken[] = [
  {
    rule: "wants a worse company to be charged no less",
    file: "pricing.json",
    edits: [["/ratePosition/points/1/bps", 9000]],
    line: "catalogue/pricing.json: /ratePosition/points/2/bps: must not favour a worse company over 9000",
  },
  {
    rule: "wants a worse company to be approved no more often",
    file: "pricing.json",
    edits: [["/approval/points/1/bps", 9001]],
    line: "catalogue/pricing.json: /approval/points/1/bps: must not favour a worse company over 9000",
  },
  {
    rule: "wants default probabilities to ascend",
    file: "pricing.json",
    edits: [["/approval/points/1/defaultBps", 19]],
    line: "catalogue/pricing.json: /approval/points/1/defaultBps: must be above 19",
  },
  {
    rule: "wants fees for securities that there are",
    file: "pricing.json",
    edits: [["/fees/0/security", "gold"]],
    line: 'catalogue/pricing.json: /fees/0/security: "gold" is no label of the request property security_offered',
  },
  {
    rule: "wants a fee to have its tiers from 0 on",
    file: "pricing.json",
    edits: [["/fees/0/tiers/0/aboveFen", "1"]],
    line: "catalogue/pricing.json: /fees/0/tiers/0/aboveFen: the first tier must begin at 0",
  },
  {
    rule: "wants tiers to ascend",
    file: "pricing.json",
    edits: [["/fees/0/tiers/1/aboveFen", "0"]],
    line: "catalogue/pricing.json: /fees/0/tiers/1/aboveFen: must be above 0",
  },
  {
    rule: "wants each fee once",
    file: "pricing.json",
    edits: [["/fees/1/id", "guarantee_fee"]],
    line: 'catalogue/pricing.json: /fees/1/id: "guarantee_fee" is taken by entry 0',
  },
  {
    rule: "wants a loss for every security",
    file: "pricing.json",
    edits: [["/lossGivenDefault/1/security", "none"]],
    line: 'catalogue/pricing.json: /lossGivenDefault: "guarantor", a label of security_offered, is missing',
  },
  {
    rule: "wants the costs of every kind of lender",
    file: "pricing.json",
    edits: [["/lenderCosts/0/kind", "pawn_shop"]],
    line: 'catalogue/pricing.json: /lenderCosts: "bank", a kind of lender, is missing',
  },
  {
    rule: "knows the product types that are no loans",
    file: "pricing.json",
    edits: [["/instruments/0/type", "lottery"]],
    line: 'catalogue/pricing.json: /instruments/0/type: "lottery" is not in product-types.json',
  },
  {
    rule: "wants all three ratings in their order",
    file: "pricing.json",
    edits: [["/churn/curves/0/rating", "B"]],
    line: "catalogue/pricing.json: /churn/curves: must be of the ratings A, B, C in this order",
  },
  {
    rule: "wants ratings to end one behind the other",
    file: "pricing.json",
    edits: [["/churn/curves/1/upToDefaultBps", 206]],
    line: "catalogue/pricing.json: /churn/curves/1/upToDefaultBps: must be above 206",
  },
  {
    rule: "wants rates of churn that rise",
    file: "pricing.json",
    edits: [["/churn/maxRateBps", 400]],
    line: "catalogue/pricing.json: /churn/maxRateBps: must be above 400, the least rate",
  },
  {
    rule: "wants every figure to have a basis",
    file: "pricing.json",
    edits: [["/unscored/source", ""]],
    line: "catalogue/pricing.json: /unscored/source: must not be empty nor start or end with a space",
  },
];

describe("the check of pricing", () => {
  for (const one of broken) it(one.rule, () => assertRefused(one));
});
