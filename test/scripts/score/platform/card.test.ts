import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { compileScorecard, evaluateScorecard, loadCatalogue, scoreInputs } from "../../../../catalogue/index.ts";
import type { Characteristic } from "../../../../catalogue/index.ts";
import { CATALOGUE_DIR } from "../../../../catalogue/load.ts";
import { platformText } from "../../../../scripts/score/platform/build.ts";
import { platformCard } from "../../../../scripts/score/platform/card.ts";

const catalogue = loadCatalogue();
const card =
  catalogue.scorecards.find(({ family }) => family === "platform") ?? assert.fail("the catalogue has no platform card");
const compiled = compileScorecard(catalogue, card);
const administrative = card.characteristics.filter(({ part }) => part === "administrative");

/** Facts without a direction of their own, whose points an expert argues for in the reason. */
const ARGUED = ["registration_status", "company_age", "policy_guarantee", "supply_chain_tier"];

function characteristicNamed(id: string): Characteristic {
  return card.characteristics.find((characteristic) => characteristic.id === id) ?? assert.fail(`no ${id}`);
}

/** Points of the bins in their order, without "undefined". */
const binsOf = ({ cells }: Characteristic) => cells.slice(1);

const best = (characteristic: Characteristic) =>
  Math.max(...characteristic.cells, characteristic.unknownPoints, characteristic.withheldPoints);

/** The polarity of the fact that an input is about: the first of its numerator. */
function polarityOf(inputId: string) {
  const fact = card.inputs.find(({ id }) => id === inputId)?.numerator[0]?.fact ?? "";
  return catalogue.factById.get(fact)?.field.polarity;
}

describe("the platform's scorecard", () => {
  it("is what build.ts makes of the catalogue", async () => {
    const text = readFileSync(join(CATALOGUE_DIR, "scorecards/platform-v1.json"), "utf8");
    assert.equal(text, await platformText(CATALOGUE_DIR), "run node scripts/score/platform/build.ts");
  });

  it("hears every agency", () => {
    const heard = new Set(compiled.sources.map(({ agencyNumber }) => agencyNumber));
    assert.deepEqual(
      catalogue.agencies.filter(({ number }) => !heard.has(number)),
      [],
    );
  });

  it("takes a company in bankruptcy to grade D, however good all else is", () => {
    for (const [id, label] of [
      ["bankruptcy_case", "yes"],
      ["registration_status", "revoked"],
    ] as const) {
      const others = card.characteristics.filter((characteristic) => characteristic.id !== id);
      const most = others.reduce((sum, characteristic) => sum + best(characteristic), card.basePoints);
      const worst = label === "yes" ? binsOf(characteristicNamed(id))[1] : binsOf(characteristicNamed(id))[2];
      assert.ok(most + (worst ?? 0) < (card.grades[1]?.fromPoints ?? 0), `${id}: ${most + (worst ?? 0)} points`);
    }
  });

  it("takes an ordinary company that is 90 days past due to grade D", () => {
    const points = binsOf(characteristicNamed("days_past_due")).at(-1) ?? 0;
    const { ordinaryCompany } = card.provenance as { ordinaryCompany: { points: number } };
    assert.ok(ordinaryCompany.points + points < (card.grades[1]?.fromPoints ?? 0));
  });

  it("judges facts in the direction of their polarity, or argues why not", () => {
    const argued: string[] = [];
    for (const characteristic of administrative) {
      const bins = binsOf(characteristic);
      const polarity = polarityOf(characteristic.axes[0]?.input ?? "");
      if (polarity !== "good" && polarity !== "bad") argued.push(characteristic.id);
      else {
        const sorted = bins.toSorted((a, b) => (polarity === "good" ? a - b : b - a));
        assert.deepEqual(bins, sorted, characteristic.id);
      }
    }
    assert.deepEqual(argued, ARGUED);
  });

  it("has no merit in facts that the ledger does not know", () => {
    for (const { id, unknownPoints, withheldPoints } of administrative) {
      assert.ok(unknownPoints <= 0 && unknownPoints >= -20, id);
      assert.ok(withheldPoints <= unknownPoints, id);
    }
  });

  it("gives a reason for every expert characteristic, and only for these", () => {
    assert.deepEqual(
      Object.keys(card.provenance.expertReasons as object),
      administrative.map(({ id }) => id),
    );
    assert.ok(administrative.every(({ basis }) => basis === "expert judgement"));
  });

  it("has weights of 50, 25 and 25 % for the three parts", () => {
    const weights: Record<string, number> = {};
    for (const { part, weightBps } of card.characteristics) weights[part] = (weights[part] ?? 0) + weightBps;
    assert.deepEqual(weights, { administrative: 5_000, financial: 2_500, conduct: 2_500 });
  });

  it("does not grade by what a company says of itself alone", () => {
    const inputs = compiled.inputs.map(({ numerator, denominator }) =>
      [...numerator, ...denominator].every(({ source }) => compiled.sources[source]?.agencyNumber === 0)
        ? 0n
        : ("unknown" as const),
    );
    const { grade, coverageBps } = scoreInputs(compiled, inputs);
    assert.deepEqual([grade, coverageBps], [0, 2_500]);
  });

  it("gives points but no grade to a company of which it knows nothing", () => {
    const { total, grade, coverageBps } = evaluateScorecard(
      compiled,
      card.sources.map(() => null),
      1_800_000_000n,
    );
    assert.deepEqual([grade, coverageBps], [0, 0]);
    assert.ok(total < card.basePoints);
  });

  it("grades by the agencies' facts alone", () => {
    const inputs = compiled.inputs.map(({ numerator, denominator }) =>
      [...numerator, ...denominator].some(({ source }) => compiled.sources[source]?.agencyNumber === 0)
        ? ("unknown" as const)
        : 0n,
    );
    assert.ok(scoreInputs(compiled, inputs).grade > 0);
  });
});

describe("a platform card without estimated cards", () => {
  const alone = platformCard({ ...catalogue, scorecards: [] });

  it("is the expert points on the ordinary company's base", () => {
    assert.equal(alone.basePoints, 628);
    assert.deepEqual(
      alone.characteristics.map(({ id }) => id),
      administrative.map(({ id }) => id),
    );
  });

  it("names no schema of the companies' own", () => {
    assert.deepEqual(
      alone.sources.filter((name) => name.startsWith("company.")),
      [],
    );
  });
});
