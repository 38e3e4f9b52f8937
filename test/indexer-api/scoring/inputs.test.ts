import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { compileScorecard } from "../../../catalogue/index.ts";
import type { Scorecard } from "../../../catalogue/index.ts";
import { humanNumber, labelsBetween } from "../../../indexer-api/src/scoring/inputs.ts";
import { catalogue } from "../stated.ts";
import { CARD } from "./card.ts";

type Input = Scorecard["inputs"][number];

/** Any input over any sources. */
function compiled(changes: Partial<Input>) {
  const input = { ...CARD.inputs[0]!, ...changes };
  const facts = [...input.numerator, ...input.denominator].map(({ fact }) => fact);
  const names = facts.map((fact) => catalogue.factById.get(fact)?.schema.name ?? assert.fail(fact));
  const card = { ...CARD, sources: [...new Set(names)], inputs: [input], characteristics: [] };
  const found = compileScorecard(catalogue, card);
  return [found, found.inputs[0]!] as const;
}

const of = (...facts: string[]) => facts.map((fact) => ({ fact, sign: 1 as const }));
const ratio = (numerator: string, denominator: string, multiplier: number) =>
  ({ operation: "ratio", numerator: of(numerator), denominator: of(denominator), multiplier }) as const;

describe("humanNumber", () => {
  const cases: [name: string, changes: Partial<Input>, value: bigint, expected: unknown][] = [
    ["an amount", {}, 123_450n, { text: "1234.50", unit: "CNY" }],
    ["a sum of amounts", { numerator: of("company.cash", "company.receivables") }, -5n, { text: "-0.05", unit: "CNY" }],
    ["a label", { numerator: of("amr.registration_status") }, 1n, { text: "suspended", unit: null }],
    ["a label that is none", { numerator: of("amr.registration_status") }, 77n, null],
    ["yes or no", { numerator: of("court.dishonest_debtor") }, 1n, { text: "yes", unit: null }],
    ["a fact that is a ratio", { numerator: of("court.equity_frozen_share") }, 5_000n, { text: "0.5000", unit: null }],
    ["days", { operation: "days since", numerator: of("amr.registration_date") }, 17n, { text: "17", unit: "days" }],
    [
      "a ratio in basis points",
      ratio("company.total_liabilities", "company.total_assets", 10_000),
      6_666n,
      { text: "0.6666", unit: null },
    ],
    [
      "days of a year",
      ratio("company.inventory", "company.total_assets", 3_650_000),
      123_456n,
      { text: "12.3456", unit: "days" },
    ],
    ["a ratio of unlike units", ratio("company.cash", "hrss.insured_employees", 1), 5n, null],
    ["a multiplier that means nothing to people", ratio("company.cash", "company.total_assets", 700), 5n, null],
  ];
  for (const [name, changes, value, expected] of cases) {
    it(`writes ${name}`, () => assert.deepEqual(humanNumber(...compiled(changes), value), expected));
  }
});

describe("labelsBetween", () => {
  const status = { numerator: of("amr.registration_status") };
  const cases: [name: string, changes: Partial<Input>, from: bigint | null, below: bigint | null, expected: unknown][] =
    [
      ["the first labels", status, null, 2n, ["In operation 存续", "Business suspended 歇业"]],
      ["the last labels", status, 2n, null, ["Licence revoked 吊销", "Deregistered 注销"]],
      ["no label", status, 9n, null, []],
      ["yes", { numerator: of("court.dishonest_debtor") }, 1n, null, ["yes 是"]],
      ["nothing of an amount", {}, null, 1n, null],
      ["nothing of a label taken away", { numerator: [{ fact: "amr.registration_status", sign: -1 }] }, null, 1n, null],
    ];
  for (const [name, changes, from, below, expected] of cases) {
    it(`finds ${name}`, () => {
      const labels = labelsBetween(...compiled(changes), from, below);
      assert.deepEqual(labels?.map(({ en, zh }) => `${en} ${zh}`) ?? null, expected);
    });
  }
});
