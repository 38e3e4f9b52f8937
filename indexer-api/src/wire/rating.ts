import { z } from "zod";
import type { Catalogue } from "../../../catalogue/index.ts";
import { RATING_STANDINGS } from "../scoring/rating.ts";
import type { StoodRating } from "../use-cases/ratings.ts";
import { hexData, integer, time } from "./common.ts";
import { gradeRef, gradeRefView } from "./grade.ts";

export const rating = z
  .strictObject({
    id: hexData,
    family: z.string(),
    version: z.int(),
    total: z.int(),
    gradeNumber: z.int(),
    grade: gradeRef.nullable().meta({
      description: "Null when too little was known, or the catalogue does not have the model.",
    }),
    coverageBps: z.int(),
    standing: z.enum(RATING_STANDINGS).meta({
      description:
        "As `Scorecard.ratingOf` says at the block of this response; only `current` may be relied on. `replaced`: a later " +
        "one was certified.",
    }),
    certifiedAt: time,
    expiresAt: time,
    certifier: hexData,
    evidenceIds: z.array(hexData).meta({ description: "Attestation ids in the order of the model's sources." }),
    points: z
      .array(z.strictObject({ code: z.string().nullable(), points: z.int() }))
      .meta({ description: "In the order of the model; code null for a model that the catalogue does not have." }),
    withdrawal: z
      .strictObject({ reason: z.string(), reporter: hexData, time, transaction: hexData })
      .nullable()
      .meta({ description: "Who showed that it no longer stood, and why." }),
    block: integer,
    transaction: hexData,
  })
  .meta({ id: "Rating" });

export function ratingView({ row, standing, model }: StoodRating, catalogue: Catalogue): z.output<typeof rating> {
  const { family, version, total, coverageBps, withdrawal } = row;
  const label = model?.card.grades[row.grade - 1]?.label;
  return {
    ...{ id: row.id, family, version, total, gradeNumber: row.grade, coverageBps, standing },
    grade: label === undefined ? null : gradeRefView(label, catalogue),
    certifiedAt: row.certifiedAt.toString(),
    expiresAt: row.expiresAt.toString(),
    certifier: row.certifier,
    evidenceIds: row.evidenceIds,
    points: row.points.map((points, index) => ({ code: model?.card.characteristics[index]?.id ?? null, points })),
    withdrawal: withdrawal && {
      ...{ reason: withdrawal.standing, reporter: withdrawal.reporter, transaction: withdrawal.transaction },
      time: withdrawal.time.toString(),
    },
    block: row.blockNumber.toString(),
    transaction: row.transaction,
  };
}
