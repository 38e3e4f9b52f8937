import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { loadCatalogue } from "../../../../catalogue/index.ts";
import { compileScorecard } from "../../../../catalogue/scorecard/compile.ts";
import { scorecardFile } from "../../../../catalogue/scorecard/shape.ts";
import { UsageError } from "../../../../scripts/cli/usage-error.ts";
import { uniform } from "../../../../scripts/score/financial/gradients.ts";
import { DEFAULT_OPTIONS } from "../../../../scripts/score/financial/options.ts";
import { digestOfRows, readPolishRows } from "../../../../scripts/score/financial/polish-file.ts";
import { type Specification, SPECIFICATIONS } from "../../../../scripts/score/financial/specifications.ts";
import { trainFinancial } from "../../../../scripts/score/financial/train.ts";
import { ratiosOf, totalOf } from "../../../../scripts/score/financial/validation.ts";
import { areaUnderCurve } from "../../../../scripts/score/metrics.ts";
import { readOptions } from "../../../../scripts/score/train.ts";

const COLUMNS = Array.from({ length: 64 }, (_, index) => `Attr${index + 1}`);

/** Companies whose first ratios tell their fate, most of the time; an empty cell here and there. */
function madeUp(rows: number, seed: number): string {
  const random = uniform(seed);
  const lines = Array.from({ length: rows }, () => {
    const values = COLUMNS.map(() => random() * 2 - 0.5);
    const bankrupt = (values[0] as number) + (values[1] as number) + random() < 0.9 ? 1 : 0;
    return [...values.map((value) => (random() < 0.02 ? "" : value.toFixed(5))), bankrupt].join();
  });
  return `${[[...COLUMNS, "bankrupt"].join(), ...lines].join("\n")}\n`;
}

describe("training a financial scorecard", () => {
  let folder = "";
  const [first] = SPECIFICATIONS as readonly [Specification, ...Specification[]];
  const small: Specification = {
    ...first,
    ratios: first.ratios.slice(0, 8),
    options: {
      ...DEFAULT_OPTIONS,
      ...{ bins: 8, tableBins: 4, ratios: 6, tables: 2, bagParts: 3 },
      stumps: { ...DEFAULT_OPTIONS.stumps, rounds: 40 },
      crosses: { ...DEFAULT_OPTIONS.crosses, rounds: 20 },
    },
  };
  const train = (seed: number) => trainFinancial(folder, small, { seed, repeats: 1 });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "score-train-"));
    for (const year of [1, 3, 5]) await writeFile(join(folder, `year${year}.csv`), madeUp(600, year));
  });
  after(() => rm(folder, { recursive: true }));

  it("makes the same card from the same data and seed", async () => {
    const [one, again, other] = [await train(1), await train(1), await train(2)];
    assert.deepEqual(again, one);
    assert.notDeepEqual(other.characteristics, one.characteristics);
  });

  it("makes a card that the catalogue takes, in whole points, where leaving out never pays", async () => {
    const card = scorecardFile.parse(await train(1));
    assert.equal(card.characteristics.filter(({ axes }) => axes.length === 2).length, 2);
    assert.ok(card.characteristics.filter(({ axes }) => axes.length === 1).length <= 6);
    assert.equal(
      card.characteristics.reduce((sum, { weightBps }) => sum + weightBps, 0),
      10_000,
    );
    for (const { id, cells, unknownPoints, withheldPoints } of card.characteristics) {
      assert.equal(withheldPoints, Math.min(unknownPoints, ...cells), id);
    }
    assert.equal(
      card.grades.reduce((sum, { companies }) => sum + companies, 0),
      600,
    );
  });

  it("recognises its companies however their file is written", async () => {
    const card = await train(1);
    const attributes = ratiosOf(card).flatMap((ratio) => ratio.attributes);
    const { files } = card.provenance as { files: readonly { rowsSha256: string }[] };
    const [header = "", ...lines] = madeUp(600, 5).trimEnd().split("\n");
    const mirrored = [header, ...lines.toReversed()].map((line) => line.split(",").toReversed().join()).join("\r\n");
    const digest = async (text: string) => {
      const path = join(folder, "other.csv");
      await writeFile(path, text);
      return digestOfRows(await readPolishRows(path, attributes), attributes);
    };
    assert.equal(await digest(mirrored), files[0]?.rowsSha256);
    assert.notEqual(await digest(mirrored.replace("\r\n1,", "\r\n0,")), files[0]?.rowsSha256);
  });

  it("learned what there was to learn, as the evaluator of the chain counts it", async () => {
    const card = await train(1);
    const [compiled, ratios] = [compileScorecard(loadCatalogue(), card), ratiosOf(card)];
    const rows = await readPolishRows(
      join(folder, "year5.csv"),
      ratios.flatMap(({ attributes }) => attributes),
    );
    const outcomes = rows.map((row) => ({ score: totalOf(compiled, ratios, row), bad: row.bad }));
    assert.ok(areaUnderCurve(outcomes) > 0.85, `AUC ${areaUnderCurve(outcomes)}`);
    const silent = card.basePoints + card.characteristics.reduce((sum, { unknownPoints }) => sum + unknownPoints, 0);
    const below = outcomes.filter(({ score }) => score < silent).length / outcomes.length;
    assert.ok(below > 0.1 && below < 0.3, `${below} of the companies stand below one that files nothing`);
  });
});

describe("options of the training", () => {
  it("are read, with defaults", () => {
    assert.equal(readOptions(["--help"]), undefined);
    assert.equal(readOptions(["--data", "x"])?.specifications.length, SPECIFICATIONS.length);
    const options = readOptions(["--data", "x", "--family", "financial-3y", "--seed", "5"]);
    assert.deepEqual([options?.seed, options?.specifications.map(({ year }) => year)], [5, [3]]);
    const conduct = readOptions(["--data", "x", "--family", "conduct"]);
    assert.deepEqual([conduct?.seed, conduct?.specifications], [20_200_301, []]);
  });

  it("are refused by name, value and rule", () => {
    const refuses = (args: string[], sentence: RegExp) =>
      assert.throws(
        () => readOptions(args),
        (error: Error) => error instanceof UsageError && sentence.test(error.message),
      );
    refuses([], /--data is needed/);
    refuses(["--data", "x", "--seed", "-1"], /--seed/);
    refuses(["--data", "x", "--repeats", "0"], /--repeats "0" must be a whole number from 1 to 20/);
    refuses(["--data", "x", "--family", "platform"], /--family "platform"/);
    refuses(["--data", "x", "--family", "conduct", "--repeats", "2"], /--repeats is for the financial families/);
    refuses(["--wat"], /--wat/);
  });
});
