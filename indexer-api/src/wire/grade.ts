import { z } from "zod";
import type { Catalogue, ScoreGrade } from "../../../catalogue/index.ts";
import { CREDIT_GRADE } from "../scoring/credit-grade.ts";
import { names } from "./common.ts";

const bps = z.int().meta({ description: "Basis points." });

export const gradeRef = z
  .strictObject({ label: z.string().meta({ example: "BBB" }), ...names })
  .meta({ id: "GradeRef" });

export const grade = gradeRef
  .extend({
    fromPoints: z.int().meta({ description: "Lowest total of the grade." }),
    defaultRate: z
      .strictObject({
        ...{ bps, lowBps: bps, highBps: bps },
        basis: z.enum(["observed", "read off the scale"]).meta({
          description: "Whether companies of the grade were counted, or only the scale says what it means.",
        }),
        companies: z.int(),
        defaults: z.int(),
      })
      .meta({ description: "Expected part of companies that default, with the bounds of its 95 % interval." }),
  })
  .meta({ id: "Grade" });

export function gradeView(one: ScoreGrade, catalogue: Catalogue): z.output<typeof grade> {
  const { fromPoints, companies, defaults } = one;
  return {
    ...gradeRefView(one.label, catalogue),
    fromPoints,
    defaultRate: {
      bps: one.defaultRateBps,
      lowBps: one.defaultRateLowBps,
      highBps: one.defaultRateHighBps,
      basis: companies > 0 ? "observed" : "read off the scale",
      ...{ companies, defaults },
    },
  };
}

export function gradeRefView(label: string, { featureById }: Catalogue): z.output<typeof gradeRef> {
  const known = featureById.get(CREDIT_GRADE)?.values?.find((value) => value.label === label);
  return { label, nameEn: known?.nameEn ?? label, nameZh: known?.nameZh ?? label };
}
