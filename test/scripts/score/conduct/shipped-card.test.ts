import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";

import { loadCatalogue } from "../../../../catalogue/index.ts";
import { compileScorecard } from "../../../../catalogue/scorecard/compile.ts";
import { scoreInputs } from "../../../../catalogue/scorecard/evaluate.ts";
import { scorecardFile } from "../../../../catalogue/scorecard/shape.ts";
import type { Scorecard } from "../../../../catalogue/scorecard/types.ts";
import { CONDUCT_FILE } from "../../../../scripts/score/conduct/train.ts";
import { assertSound } from "./sound.ts";

const card = JSON.parse(readFileSync(CONDUCT_FILE, "utf8")) as Scorecard;

describe("the conduct card that ships", () => {
  it("is in the catalogue's form and reads facts that exist", () => {
    assert.deepEqual(scorecardFile.parse(card), card);
    compileScorecard(loadCatalogue(), card);
  });

  it("is monotone, and pays neither for silence nor for withholding", () => {
    assertSound(card);
  });

  it("rests on 123 companies, 27 of which defaulted", () => {
    const sum = (of: "companies" | "defaults") => card.grades.reduce((total, grade) => total + grade[of], 0);
    assert.deepEqual([sum("companies"), sum("defaults")], [123, 27]);
  });

  it("puts a company of which nothing is known below the middle of the scale's sample, and gives it no grade", () => {
    const compiled = compileScorecard(loadCatalogue(), card);
    const silent = scoreInputs(
      compiled,
      card.inputs.map(() => "unknown" as const),
    );
    assert.ok(silent.total < card.basePoints);
    assert.deepEqual([silent.grade, silent.coverageBps], [0, 0]);
  });
});
