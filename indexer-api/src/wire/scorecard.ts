import { z } from "zod";
import { keccak256 } from "ethers";
import type { Catalogue } from "../../../catalogue/index.ts";
import { isSame } from "../scoring/model.ts";
import { binsView } from "./characteristic.ts";
import type { LedgerScorecard } from "../use-cases/scorecards.ts";
import { agencyOf, agencyRef, hexData, integer, names, time } from "./common.ts";
import { grade, gradeView } from "./grade.ts";

export const STATES = ["in force", "replaced", "not yet in force", "taken back", "not published"] as const;

export const scorecardSummary = z
  .strictObject({
    family: z.string(),
    version: z.int(),
    nameEn: z.string().nullable(),
    nameZh: z.string().nullable(),
    state: z.enum(STATES).meta({ description: "On the chain, at the block of this response." }),
    inCatalogue: z.boolean().meta({ description: "Whether this service has the words that belong to it." }),
    agree: z.boolean().nullable().meta({
      description:
        "Whether chain and catalogue have the same bytes; null while only one of them has any. False: not scored.",
    }),
    documentAgrees: z.boolean().nullable().meta({ description: "The same of the document's hash." }),
    effectiveFrom: time.nullable(),
    publishedAt: time.nullable(),
    withdrawnAt: time.nullable(),
    documentHash: hexData.nullable().meta({ description: "keccak256 of the document, as it was published." }),
    characteristics: z.int().nullable(),
  })
  .meta({ id: "ScorecardSummary" });

const term = z.strictObject({ fact: z.string(), ...names, sign: z.union([z.literal(1), z.literal(-1)]) });

const input = z.strictObject({
  id: z.string(),
  ...names,
  operation: z.enum(["value", "ratio", "days since"]),
  numerator: z.array(term),
  denominator: z.array(term),
  multiplier: z.int(),
});

const characteristic = z.strictObject({
  code: z.string(),
  ...names,
  part: z.enum(["financial", "conduct", "administrative"]),
  basis: z.enum(["estimated", "expert judgement"]),
  adviceEn: z.string(),
  adviceZh: z.string(),
  weightBps: z.int(),
  unknownPoints: z.int(),
  withheldPoints: z.int(),
  axes: z.array(z.strictObject({ input: z.string(), cuts: z.array(z.int()) })),
  cells: z.array(
    z.strictObject({
      points: z.int(),
      bins: z
        .array(z.strictObject({ displayEn: z.string(), displayZh: z.string() }))
        .meta({ description: "For people, one for each axis." }),
    }),
  ),
});

export const scorecard = z
  .strictObject({
    description: z.string(),
    scale: z.strictObject({ points: z.int(), odds: z.number(), pointsToDoubleOdds: z.int() }),
    basePoints: z.int(),
    minimumCoverageBps: z.int(),
    sources: z.array(
      z.strictObject({ id: hexData, name: z.string(), ...names, agency: agencyRef, validitySeconds: integer }),
    ),
    inputs: z.array(input),
    characteristics: z.array(characteristic),
    grades: z.array(grade),
    provenance: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "Scorecard" });

export function scorecardSummaryView({ known, published, state }: LedgerScorecard): z.output<typeof scorecardSummary> {
  const { family, version } = known?.card ?? (published as NonNullable<typeof published>);
  const both = known !== null && published !== null;
  return {
    ...{ family, version, state },
    nameEn: known?.card.nameEn ?? null,
    nameZh: known?.card.nameZh ?? null,
    inCatalogue: known !== null,
    agree: both ? isSame(known, published) : null,
    documentAgrees: both && known.documentHash !== null ? known.documentHash === published.documentHash : null,
    effectiveFrom: published?.effectiveFrom.toString() ?? null,
    publishedAt: published?.publishedAt.toString() ?? null,
    withdrawnAt: published?.withdrawnAt?.toString() ?? null,
    documentHash: published?.documentHash ?? null,
    characteristics: known?.card.characteristics.length ?? null,
  };
}

export function scorecardView({ known }: LedgerScorecard, catalogue: Catalogue): z.output<typeof scorecard> | null {
  if (known === null) return null;
  const { card, compiled } = known;
  const { description, scale, basePoints, minimumCoverageBps, provenance } = card;
  return {
    ...{ description, scale: { ...scale }, basePoints, minimumCoverageBps, provenance: { ...provenance } },
    sources: compiled.sources.map(({ id, name, nameEn, nameZh, agency, validitySeconds }) => ({
      ...{ id, name, nameEn, nameZh },
      agency: agencyOf(agency, catalogue),
      validitySeconds: validitySeconds.toString(),
    })),
    inputs: card.inputs.map(({ numerator, denominator, ...rest }) => ({
      ...rest,
      numerator: numerator.map((one) => termView(one, catalogue)),
      denominator: denominator.map((one) => termView(one, catalogue)),
    })),
    characteristics: compiled.characteristics.map((one) => {
      const { id: code, axes, cells, ...rest } = one.characteristic;
      return {
        ...{ code, ...rest },
        axes: axes.map((axis) => ({ input: axis.input, cuts: [...axis.cuts] })),
        cells: cells.map((points, index) => ({
          points,
          bins: binsView(one, index, compiled).map(({ displayEn, displayZh }) => ({ displayEn, displayZh })),
        })),
      };
    }),
    grades: card.grades.map((one) => gradeView(one, catalogue)),
  };
}

/** What is kept on the chain, or would be. */
export function bytesView(bytes: string): { bytes: string; modelHash: string } {
  return { bytes, modelHash: keccak256(bytes) };
}

function termView({ fact, sign }: { fact: string; sign: 1 | -1 }, { factById }: Catalogue): z.output<typeof term> {
  const field = factById.get(fact)?.field;
  return { fact, nameEn: field?.nameEn ?? fact, nameZh: field?.nameZh ?? fact, sign };
}
