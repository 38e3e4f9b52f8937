import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { compileScorecard } from "../../../catalogue/index.ts";
import type { Scorecard } from "../../../catalogue/index.ts";
import { binText, UNIT_WORDS, valueText } from "../../../indexer-api/src/wire/input-text.ts";
import { CARD } from "../scoring/card.ts";
import { catalogue } from "../stated.ts";

type Input = Scorecard["inputs"][number];

function compiled(changes: Partial<Input>) {
  const input = { ...CARD.inputs[0]!, ...changes };
  const facts = [...input.numerator, ...input.denominator].map(({ fact }) => fact);
  const names = facts.map((fact) => catalogue.factById.get(fact)?.schema.name ?? assert.fail(fact));
  const card = { ...CARD, sources: [...new Set(names)], inputs: [input], characteristics: [] };
  const found = compileScorecard(catalogue, card);
  return [found.inputs[0]!, found] as const;
}

const of = (...facts: string[]) => facts.map((fact) => ({ fact, sign: 1 as const }));
const insured = { numerator: of("hrss.insured_employees") };
const overdue = { numerator: of("pwr.overdue_days") };
const age = { operation: "days since", numerator: of("amr.registration_date") } as const;
const ratio = (multiplier: number, denominator = "company.total_assets") =>
  ({
    operation: "ratio",
    numerator: of("company.inventory"),
    denominator: of(denominator),
    multiplier,
  }) as const;
const net = {
  numerator: [
    { fact: "company.cash", sign: 1 },
    { fact: "company.total_liabilities", sign: -1 },
  ],
} as const;

describe("binText", () => {
  const cases: [
    name: string,
    changes: Partial<Input>,
    from: bigint | null,
    below: bigint | null,
    en: string,
    zh: string,
  ][] = [
    ["nothing of an amount", {}, null, 1n, "0 CNY", "0元"],
    ["anything of an amount", {}, 1n, 10_000_000n, "above 0 CNY, below 100,000 CNY", "高于0元，低于100,000元"],
    ["much", {}, 120_050n, null, "from 1,200.5 CNY", "不低于1,200.5元"],
    ["less than nothing", net, null, 0n, "below 0 CNY", "低于0元"],
    ["more than nothing, where there is less", net, 1n, null, "from 0.01 CNY", "不低于0.01元"],
    ["no persons", insured, null, 1n, "0", "0"],
    ["some persons", insured, 1n, 3n, "1 to 2", "1至2"],
    ["many persons", insured, 1_200n, null, "1,200 or more", "1,200及以上"],
    ["days that are counted", overdue, 1n, 30n, "1 to 29 days", "1至29天"],
    ["one day", overdue, 1n, 2n, "1 day", "1天"],
    ["whole years", age, 365n, 1_095n, "from 1 year, below 3 years", "不低于1年，低于3年"],
    ["days that are no years", age, 365n, 1_000n, "from 365 days, below 1,000 days", "不低于365天，低于1,000天"],
    ["days that are a quotient", ratio(3_650_000), 766_860n, null, "from about 77 days", "不低于约77天"],
    [
      "days that differ little",
      ratio(3_650_000),
      766_860n,
      769_860n,
      "from about 76.7 days, below about 77 days",
      "不低于约76.7天，低于约77天",
    ],
    ["a ratio", ratio(10_000), 461n, 740n, "from 0.0461, below 0.074", "不低于0.0461，低于0.074"],
    ["labels", { numerator: of("court.dishonest_debtor") }, 1n, null, "yes", "是"],
  ];
  for (const [name, changes, from, below, en, zh] of cases) {
    it(`writes ${name}`, () => {
      assert.deepEqual(binText({ input: 0, undefined: false, from, below }, ...compiled(changes)), { en, zh });
    });
  }

  it("says what is undefined, and what cannot be", () => {
    const bounds = { input: 0, undefined: true, from: null, below: null };
    assert.match(binText(bounds, ...compiled(ratio(10_000))).zh, /分母为0/);
    assert.equal(binText(bounds, ...compiled({})).en, "cannot occur");
  });

  it("has words in both languages for every unit of an amount", () => {
    const units = catalogue.units.filter(({ type }) => type === "amount").map(({ displayUnit }) => displayUnit);
    assert.deepEqual(
      units.filter((unit) => !/\p{Script=Han}/u.test(UNIT_WORDS[unit]?.zh ?? "")),
      [],
    );
  });
});

describe("valueText", () => {
  const cases: [name: string, changes: Partial<Input>, value: bigint, expected: string | null][] = [
    ["an amount", {}, -123_456_700n, "-1,234,567 CNY -1,234,567元"],
    ["a number of persons", insured, 17n, "17 17"],
    ["an age", age, 4_211n, "4,211 days 4,211天"],
    ["a quotient of days", ratio(3_650_000), 766_860n, "76.7 days 76.7天"],
    ["a label", { numerator: of("amr.registration_status") }, 0n, "In operation 存续"],
    ["unlike units", ratio(1, "hrss.insured_employees"), 5n, null],
  ];
  for (const [name, changes, value, expected] of cases) {
    it(`writes ${name}`, () => {
      const words = valueText(value, ...compiled(changes));
      assert.equal(words && `${words.en} ${words.zh}`, expected);
    });
  }
});
