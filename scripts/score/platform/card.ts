import type { Catalogue, Schema } from "../../../catalogue/index.ts";
import type { Scorecard, ScoreInput, ScorePart } from "../../../catalogue/scorecard/types.ts";
import { administrativePart } from "./administrative.ts";
import type { EstimatedPart } from "./estimated.ts";
import { estimatedPart } from "./estimated.ts";
import { EXPERT } from "./expert/index.ts";
import { gradesOffTheScale, pointsAt, SCALE } from "./scale.ts";
import { PART_WEIGHTS, weighted } from "./weights.ts";

export const FAMILY = "platform";
export const VERSION = 1;

/** The estimated cards that go in, when the catalogue has them. */
export const ESTIMATED_CARDS: Readonly<
  Record<Exclude<ScorePart, "administrative">, { family: string; version: number }>
> = { financial: { family: "financial-1y", version: 1 }, conduct: { family: "conduct", version: 1 } };

/**
 * What an ordinary company defaults with in a year. A design choice: SME portfolios are usually said to lie between 2 and
 * 5 %; nothing of this ledger's companies has been observed. To be replaced by the first year's rate.
 */
const ORDINARY_DEFAULT_RATE = 0.03;
/** Points of the estimated parts count half: the parts are not independent, and were trained on other companies. */
const DAMPING = 0.5;
const MINIMUM_COVERAGE_BPS = 3_000;

interface Estimated {
  readonly card: Scorecard;
  readonly part: EstimatedPart;
}

/** The platform's scorecard, made of the expert points and of the estimated cards that the catalogue has. */
export function platformCard(catalogue: Pick<Catalogue, "schemas" | "factById" | "scorecards">): Scorecard {
  const administrative = administrativePart(catalogue, EXPERT);
  const estimated = estimatedParts(catalogue.scorecards);
  const parts = [administrative, ...estimated.map(({ part }) => part)];
  const inputs = parts.flatMap((part) => part.inputs);
  const ordinary = pointsAt(ORDINARY_DEFAULT_RATE);
  return {
    ...{ family: FAMILY, version: VERSION },
    ...{ nameEn: "Platform credit score", nameZh: "平台信用评分" },
    description:
      "What companies are graded by: the facts of the 26 agencies by expert judgement, with annual accounts and VAT invoices by estimated points that count half.",
    scale: SCALE,
    basePoints: estimated.reduce((points, { part }) => points - part.centre, ordinary),
    minimumCoverageBps: MINIMUM_COVERAGE_BPS,
    sources: sourcesOf(catalogue, inputs, estimated),
    inputs,
    characteristics: weighted(parts.flatMap((part) => part.characteristics)),
    grades: gradesOffTheScale(),
    provenance: provenanceOf(ordinary, estimated),
  };
}

function estimatedParts(scorecards: readonly Scorecard[]): Estimated[] {
  return (["financial", "conduct"] as const).flatMap((name) => {
    const { family, version } = ESTIMATED_CARDS[name];
    const card = scorecards.find((card) => card.family === family && card.version === version);
    return card ? [{ card, part: estimatedPart(card, name, DAMPING) }] : [];
  });
}

/** Schemas of all facts, those that the estimated cards name first. */
function sourcesOf(
  { schemas }: Pick<Catalogue, "schemas">,
  inputs: readonly ScoreInput[],
  estimated: readonly Estimated[],
): string[] {
  const named = new Set(estimated.flatMap(({ card }) => card.sources));
  const facts = new Set(
    inputs.flatMap(({ numerator, denominator }) => [...numerator, ...denominator]).map((term) => term.fact),
  );
  for (const fact of facts) {
    const homes = schemas.filter(({ item, fields }) => !item && fields.some(({ id }) => id === fact));
    if (homes.some(({ name }) => named.has(name))) continue;
    const home = homes.at(-1);
    if (home === undefined) throw new RangeError(`no schema about companies has the fact ${fact}`);
    named.add(home.name);
  }
  return inOrder(schemas, named);
}

function inOrder(schemas: readonly Schema[], named: ReadonlySet<string>): string[] {
  return schemas.map(({ name }) => name).filter((name) => named.has(name));
}

function provenanceOf(ordinaryPoints: number, estimated: readonly Estimated[]): Scorecard["provenance"] {
  return {
    madeBy: "node scripts/score/platform/build.ts",
    status:
      "No default of this ledger's companies has been observed yet: base, expert points, damping and weights are design choices.",
    ordinaryCompany: { defaultRate: ORDINARY_DEFAULT_RATE, points: ordinaryPoints },
    grades: "Default rates are read off the scale at the middle of the band, with its ends as bounds.",
    partWeightsBps: PART_WEIGHTS,
    estimatedParts: {
      damping: DAMPING,
      cards: estimated.map(({ card, part }) => ({
        ...{ family: card.family, version: card.version, basePoints: card.basePoints },
        ...{ middleTotal: part.middleTotal, takenFromBase: part.centre },
      })),
    },
    expertReasons: Object.fromEntries(EXPERT.map(({ id, reason }) => [id, reason])),
  };
}
