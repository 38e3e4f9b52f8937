import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { churnShareAt } from "../../../catalogue/index.ts";
import { CATALOGUE_DIR } from "../../../catalogue/load.ts";
import { fitCurve } from "../../../scripts/match/churn-curve.ts";
import { readChurnTable } from "../../../scripts/match/churn-table.ts";
import { withChurn } from "../../../scripts/match/fit-churn.ts";

const HEADER = "annual_rate,churn_rating_A,churn_rating_B,churn_rating_C";
const dir = mkdtempSync(join(tmpdir(), "lingnan-churn-"));
after(() => rmSync(dir, { recursive: true }));
let made = 0;

/** A data folder with a table of these lines. */
function folderOf(lines: readonly string[], inner = ""): string {
  const folder = join(dir, String(made++));
  mkdirSync(join(folder, inner), { recursive: true });
  writeFileSync(join(folder, inner, "rate_churn_by_rating.csv"), [HEADER, ...lines].join("\n"));
  return folder;
}

const rates = Array.from({ length: 29 }, (_, index) => 400 + index * 39);

describe("a churn curve", () => {
  it("is found again from points on it", () => {
    for (const curve of [
      { scaleBps: 451.4, shape: 0.9512 },
      { scaleBps: 90, shape: 2.5 },
      { scaleBps: 3000, shape: 0.4 },
    ]) {
      const points = rates.map((rateBps) => ({ rateBps, share: churnShareAt(rateBps, 400, curve) }));
      assert.deepEqual(fitCurve(points, 400), { ...curve, rates: 29, rmsErrorBps: 0, largestErrorBps: 0 });
    }
  });

  it("has no smaller sum of squares beside it", () => {
    const curve = { scaleBps: 500, shape: 1.2 };
    const points = rates.map((rateBps, index) => ({
      rateBps,
      share: index === 0 ? 0 : churnShareAt(rateBps, 400, curve) + 0.01 * ((index % 3) - 1),
    }));
    const squares = (one: { scaleBps: number; shape: number }) =>
      points.reduce((sum, { rateBps, share }) => sum + (churnShareAt(rateBps, 400, one) - share) ** 2, 0);
    const { scaleBps, shape } = fitCurve(points, 400);
    for (const [more, steeper] of [
      [1, 0],
      [-1, 0],
      [0, 0.003],
      [0, -0.003],
    ] as const) {
      assert.ok(squares({ scaleBps: scaleBps + more, shape: shape + steeper }) > squares({ scaleBps, shape }));
    }
  });

  it("is refused where shares follow no rising curve", () => {
    const points = rates.map((rateBps, index) => ({ rateBps, share: index % 2 === 0 ? 0.999 : 0.001 }));
    assert.throws(() => fitCurve(points, 400), { name: "RangeError" });
  });

  it("needs three rates at which some are lost and some stay", () => {
    const points = [0, 0.5, 0.6, 1].map((share, index) => ({ rateBps: 400 + 100 * index, share }));
    assert.throws(() => fitCurve(points, 400), { message: "needs three rates with a share between 0 and 1, has 2" });
  });
});

describe("the churn table", () => {
  it("is read by rating, also in a folder china_sme", async () => {
    for (const inner of ["", "china_sme"]) {
      const table = await readChurnTable(folderOf(["0.04,0,0,0", "0.0425,0.1,0.2,0.3"], inner));
      assert.deepEqual(table.get("B"), [
        { rateBps: 400, share: 0 },
        { rateBps: 425, share: 0.2 },
      ]);
    }
  });

  it("is refused with the line and the rule", async () => {
    const refusals: readonly (readonly [readonly string[], string])[] = [
      [[], "rate_churn_by_rating.csv: has no rates"],
      [["0.04,0,0"], "rate_churn_by_rating.csv line 2: has 3 cells: the header has 4"],
      [["0.04,0,0,"], 'rate_churn_by_rating.csv line 2: "" must be a number from 0 to 1'],
      [["0.04,0,1.5,0"], 'rate_churn_by_rating.csv line 2: "1.5" must be a number from 0 to 1'],
      [["0.04,0,NaN,0"], 'rate_churn_by_rating.csv line 2: "NaN" must be a number from 0 to 1'],
      [
        ["0.04,0,0,0", "0.04,0,0,0"],
        'rate_churn_by_rating.csv line 3: annual_rate "0.04" must be above the one before',
      ],
    ];
    for (const [lines, message] of refusals) await assert.rejects(readChurnTable(folderOf(lines)), { message });
    await assert.rejects(readChurnTable(dir), { message: "rate_churn_by_rating.csv: there is no such file" });
  });

  it("replaces the curves of pricing.json and nothing else", async () => {
    const json = JSON.parse(readFileSync(join(CATALOGUE_DIR, "pricing.json"), "utf8")) as Parameters<
      typeof withChurn
    >[0];
    const lines = rates.map((rateBps) => {
      const shares = json.churn.curves.map((curve) => churnShareAt(rateBps, 400, curve));
      return [rateBps / 10_000, ...shares].join();
    });
    const fitted = withChurn(json, await readChurnTable(folderOf(lines)));
    const withoutErrors = (one: typeof json) => ({
      ...one,
      churn: {
        ...one.churn,
        maxRateBps: 0,
        curves: one.churn.curves.map((curve) => ({ ...curve, rmsErrorBps: 0, largestErrorBps: 0 })),
      },
    });
    assert.deepEqual(withoutErrors(fitted), withoutErrors(json));
    assert.equal((fitted.churn as { maxRateBps?: number }).maxRateBps, 1492);
  });
});
