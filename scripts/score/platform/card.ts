import type { Catalogue, Schema } from "../../../catalogue/index.ts";
import type { Scorecard, ScoreInput, ScorePart } from "../../../catalogue/scorecard/types.ts";
import { administrativePart } from "./administrative.ts";
import type { Damping } from "./estimated.ts";
import { estimatedPart } from "./estimated.ts";
import { EXPERT } from "./expert/index.ts";
import { gradesOffTheScale, pointsAt, SCALE } from "./scale.ts";
import { PART_WEIGHTS, weighted } from "./weights.ts";

export const FAMILY = "platform";
export const VERSION = 1;

/**
 * The estimated cards that go in, when the catalogue has them. Of the financial cards the neutral one: without what the
 * others learn from how the Polish sample was collected.
 */
export const ESTIMATED_CARDS = {
  financial: { family: "financial-1y-neutral", version: 1 },
  conduct: { family: "conduct", version: 1 },
} as const satisfies Partial<Record<ScorePart, { family: string; version: number }>>;

/**
 * What an ordinary company, of which nothing bad is known, defaults with in a year. A design choice: SME portfolios are
 * usually said to lose between 2 and 5 % a year, and companies with a bad record carry their part of that. Nothing of this
 * ledger's companies has been observed yet; the first year's rate replaces it.
 */
const ORDINARY_DEFAULT_RATE = 0.03;
/**
 * Points of the estimated parts count half: the parts are not independent of each other, and were trained on companies of
 * another country and time. At most 20 characteristics of each: further ones cost gas, and in the financial card they add
 * nothing to its order (see docs/methodology-score.md).
 */
const DAMPING: Damping = { factor: 0.5, most: 20 };
/** Reached by a company of which the agencies know the usual, even when neither its invoices nor its accounts are known. */
const MINIMUM_COVERAGE_BPS = 3_000;

/** The platform's scorecard, made of the expert points and of the estimated cards that the catalogue has. */
export function platformCard(catalogue: Pick<Catalogue, "schemas" | "factById" | "scorecards">): Scorecard {
  const cards = estimatedCards(catalogue.scorecards);
  const parts = [
    administrativePart(catalogue, EXPERT),
    ...cards.map(([part, card]) => estimatedPart(card, part, DAMPING)),
  ];
  const inputs = parts.flatMap((part) => part.inputs);
  return {
    ...{ family: FAMILY, version: VERSION },
    ...{ nameEn: "Platform credit score", nameZh: "平台信用评分" },
    description:
      "What companies are graded by: the facts of the 26 agencies by expert judgement, with annual accounts and VAT invoices by estimated points that count half.",
    scale: SCALE,
    basePoints: pointsAt(ORDINARY_DEFAULT_RATE),
    minimumCoverageBps: MINIMUM_COVERAGE_BPS,
    sources: sourcesOf(
      catalogue.schemas,
      inputs,
      cards.flatMap(([, { sources }]) => sources),
    ),
    inputs,
    characteristics: weighted(parts.flatMap((part) => part.characteristics)),
    grades: gradesOffTheScale(),
    provenance: provenanceOf(cards),
  };
}

function estimatedCards(scorecards: readonly Scorecard[]): (readonly [ScorePart, Scorecard])[] {
  return (["financial", "conduct"] as const).flatMap((part) => {
    const { family, version } = ESTIMATED_CARDS[part];
    const card = scorecards.find((card) => card.family === family && card.version === version);
    return card ? [[part, card] as const] : [];
  });
}

/**
 * The schemas of all facts, in the order of the catalogue.
 * @param preferred schemas that the estimated cards name: where two versions have a fact, theirs is taken, else the newest
 */
function sourcesOf(schemas: readonly Schema[], inputs: readonly ScoreInput[], preferred: readonly string[]): string[] {
  const facts = new Set(
    inputs.flatMap(({ numerator, denominator }) => [...numerator, ...denominator]).map(({ fact }) => fact),
  );
  const sources = new Set<string>();
  for (const fact of facts) {
    const homes = schemas.filter(({ item, fields }) => !item && fields.some(({ id }) => id === fact));
    const home = homes.find(({ name }) => preferred.includes(name)) ?? homes.at(-1);
    if (home === undefined) throw new RangeError(`no schema about companies has the fact ${fact}`);
    sources.add(home.name);
  }
  return schemas.map(({ name }) => name).filter((name) => sources.has(name));
}

function provenanceOf(cards: readonly (readonly [ScorePart, Scorecard])[]): Scorecard["provenance"] {
  return {
    madeBy: "node scripts/score/platform/build.ts",
    status:
      "No default of this ledger's companies has been observed yet: base, expert points, damping and weights are design choices.",
    ordinaryCompany: { defaultRate: ORDINARY_DEFAULT_RATE, points: pointsAt(ORDINARY_DEFAULT_RATE) },
    grades:
      "Default rates are read off the scale at the middle of the band, with its ends as bounds; D and AAA as if they were as wide as C and AA.",
    partWeightsBps: PART_WEIGHTS,
    estimatedParts: {
      damping: DAMPING.factor,
      mostCharacteristics: DAMPING.most,
      cards: cards.map(([part, { family, version, characteristics }]) => ({
        ...{ part, family, version, characteristics: characteristics.length },
      })),
    },
    expertReasons: Object.fromEntries(EXPERT.map(({ id, reason }) => [id, reason])),
  };
}
