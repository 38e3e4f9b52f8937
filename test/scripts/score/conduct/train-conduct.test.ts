import assert from "node:assert/strict";
import { before, describe, it } from "node:test";

import { loadCatalogue } from "../../../../catalogue/index.ts";
import { compileScorecard } from "../../../../catalogue/scorecard/compile.ts";
import { scorecardFile } from "../../../../catalogue/scorecard/shape.ts";
import type { Scorecard } from "../../../../catalogue/scorecard/types.ts";
import { InvoiceDataError } from "../../../../scripts/agency/invoices/problems.ts";
import { trainConduct } from "../../../../scripts/score/conduct/train-conduct.ts";
import { dataFolder } from "../../agency/invoices/folder.ts";
import { assertSound } from "./sound.ts";
import { labelled, LITTLE_EFFORT, madeUpData } from "./made-up.ts";

const SEED = 7;

describe("conduct training on made-up invoices", () => {
  let card: Scorecard;
  before(async () => {
    card = await trainOn(madeUpData());
  });

  it("gives the same card for the same seed, and other folds for another", async () => {
    assert.deepEqual(await trainOn(madeUpData()), card);
    const other = await trainOn(madeUpData(), SEED + 1);
    assert.notDeepEqual(other.provenance, card.provenance);
  });

  it("makes a card in the catalogue's form, of whole points, whose facts the tax office states", () => {
    scorecardFile.parse(card);
    compileScorecard(loadCatalogue(), card);
  });

  it("never lets points run against a direction, nor silence pay", () => {
    assertSound(card);
  });

  it("finds what tells good from bad", () => {
    const { atReference } = card.provenance["nestedCrossValidation"] as { atReference: Record<string, number> };
    assert.ok((atReference["auc"] as number) > 0.8, `AUC ${atReference["auc"]}`);
    assert.ok((atReference["aucLow"] as number) <= (atReference["aucHigh"] as number));
  });

  it("counts each labelled company in one grade", () => {
    const companies = card.grades.reduce((sum, grade) => sum + grade.companies, 0);
    const defaults = card.grades.reduce((sum, grade) => sum + grade.defaults, 0);
    assert.deepEqual([companies, defaults], [50, 17]);
  });

  it("names the data it saw", () => {
    const { files, labelled, defaults, unlabelled, trainedAfter } = card.provenance;
    assert.equal((files as unknown[]).length, 4);
    assert.deepEqual([labelled, defaults, unlabelled], [50, 17, 10]);
    assert.deepEqual(trainedAfter, ["2018-12", "2019-06", "2019-12"]);
  });
});

describe("conduct training refuses a folder", () => {
  const { "companies_labelled.csv": companies = "", ...rest } = madeUpData();
  const cases: { what: string; files: Record<string, string>; message: RegExp }[] = [
    {
      what: "without invoices",
      files: { "companies_labelled.csv": companies },
      message: /holds no invoices_sales\*\.csv/,
    },
    {
      what: "without labels",
      files: { ...rest, "companies_labelled.csv": companies.replace("defaulted", "other") },
      message:
        /^companies_labelled\.csv, companies_unlabelled\.csv: 0 companies defaulted and 0 did not: training needs/,
    },
    {
      what: "with a label that is neither 0 nor 1",
      files: { ...rest, "companies_labelled.csv": companies.replace("F1,***,C,0", "F1,***,C,yes") },
      message: /^companies_labelled\.csv line 3: defaulted "yes" must be 0 or 1$/,
    },
    {
      what: "with too few defaults",
      files: { ...rest, "companies_labelled.csv": companies.replaceAll(",1\n", ",0\n") },
      message: /: 0 companies defaulted and 50 did not: training needs at least 10 of each$/,
    },
    {
      what: "with too few months",
      files: withoutMonthsBefore({ ...rest, "companies_labelled.csv": companies }, "2017-06"),
      message: /: invoices cover from 2017-06 to 2020-02: training needs 41 months$/,
    },
    {
      what: "whose labelled companies are listed twice",
      files: {
        ...rest,
        "companies_labelled.csv": labelled(["F1,***,C,0", "F1,***,C,0"]) + companies.slice(companies.indexOf("\n") + 1),
      },
      message: /company_id "F1" is listed twice/,
    },
  ];
  for (const { what, files, message } of cases) {
    it(what, async () => {
      await assert.rejects(trainOn(files), (error: Error) => {
        assert.ok(error instanceof InvoiceDataError, String(error));
        assert.match(error.message, message);
        return true;
      });
    });
  }
});

async function trainOn(files: Record<string, string>, seed = SEED): Promise<Scorecard> {
  using folder = dataFolder(files);
  return await trainConduct(folder.path, seed, () => {}, LITTLE_EFFORT);
}

function withoutMonthsBefore(files: Record<string, string>, month: string): Record<string, string> {
  const kept = (text: string) =>
    text
      .split("\n")
      .filter((row, index) => index === 0 || (row.split(",")[2] ?? month) >= month)
      .join("\n");
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => [name, name.startsWith("invoices") ? kept(text) : text]),
  );
}
