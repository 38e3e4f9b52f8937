import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileScorecard, encodeScorecard, loadCatalogue } from "../../catalogue/index.ts";
import type { Scorecard } from "../../catalogue/index.ts";
import { probabilityAt } from "../../scripts/score/metrics.ts";
import { assertRefused } from "./refusal.ts";
import type { Broken } from "./refusal.ts";

const catalogue = loadCatalogue();
/** A contract's largest code, of which one byte comes before the model. */
const LARGEST_MODEL = 24_576 - 1;

function fileOf({ family, version }: Scorecard): string {
  return `scorecards/${family}-v${version}.json`;
}

describe("the project's scorecards", () => {
  it("have one that companies are graded by", () => {
    assert.ok(catalogue.scorecards.some(({ family, version }) => family === "platform" && version === 1));
  });

  for (const card of catalogue.scorecards) {
    it(`${card.family} version ${card.version} fits into one contract`, () => {
      const bytes = (encodeScorecard(compileScorecard(catalogue, card)).length - 2) / 2;
      assert.ok(bytes <= LARGEST_MODEL, `${bytes} bytes`);
    });

    it(`${card.family} version ${card.version} uses the one scale and the one set of grades`, () => {
      assert.deepEqual(card.scale, { points: 600, odds: 20, pointsToDoubleOdds: 40 });
      assert.deepEqual(
        card.grades.map(({ label, fromPoints }) => `${label} ${fromPoints}`).join(", "),
        "D 0, C 300, CC 400, CCC 450, B 500, BB 550, BBB 600, A 650, AA 700, AAA 760",
      );
    });

    it(`${card.family} version ${card.version} has default rates within their intervals`, () => {
      for (const { label, companies, defaults, ...rates } of card.grades) {
        assert.ok(rates.defaultRateLowBps <= rates.defaultRateBps, label);
        assert.ok(rates.defaultRateBps <= rates.defaultRateHighBps, label);
        assert.ok(defaults <= companies, label);
        if (companies > 0) assert.equal(rates.defaultRateBps, observedBps(rates.defaultRateBps), label);
      }
      /** Of all the grades that share a rate: neighbours may have been pooled. */
      function observedBps(shared: number): number {
        const pool = card.grades.filter((grade) => grade.companies > 0 && grade.defaultRateBps === shared);
        const sum = (of: "companies" | "defaults") => pool.reduce((total, grade) => total + grade[of], 0);
        return Math.round((sum("defaults") / sum("companies")) * 10_000);
      }
    });

    it(`${card.family} version ${card.version} reads every input that it has`, () => {
      const read = new Set(card.characteristics.flatMap(({ axes }) => axes.map(({ input }) => input)));
      assert.deepEqual(
        card.inputs.map(({ id }) => id).filter((id) => !read.has(id)),
        [],
      );
    });
  }

  it("say 4.76 % at 600 points and half the odds 40 points further", () => {
    const scale = { points: 600, odds: 20, pointsToDoubleOdds: 40 };
    assert.equal(probabilityAt(600, scale), 1 / 21);
    assert.equal(probabilityAt(640, scale), 1 / 41);
  });
});

const PLATFORM = fileOf(catalogue.scorecards.find(({ family }) => family === "platform") as Scorecard);

const broken: Broken[] = [
  {
    rule: "refuses a file of another name",
    file: PLATFORM,
    edits: [["/family", "other"]],
    line: `catalogue/${PLATFORM}: /family: the file must be named other-v1.json`,
  },
  {
    rule: "refuses a shape that is wrong",
    file: PLATFORM,
    edits: [["/basePoints", 0.5]],
    line: `catalogue/${PLATFORM}: /basePoints: Invalid input: expected int, received number`,
  },
  {
    rule: "refuses bins that overlap",
    file: PLATFORM,
    edits: [["/characteristics/1/axes/0/cuts/1", 365]],
    line: `catalogue/${PLATFORM}: /characteristics/1/axes/0/cuts/1: bins must be in order: above the cut before`,
  },
];

describe("a catalogue with a wrong scorecard", () => {
  for (const broke of broken) it(broke.rule, () => assertRefused(broke));
});
