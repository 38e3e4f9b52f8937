import { z } from "zod";
import { modelHashOf } from "../use-cases/score.ts";
import type { UsableModel } from "../use-cases/score.ts";
import { hexData, names, time } from "./common.ts";

export const modelRef = z
  .strictObject({
    family: z.string().meta({ example: "platform" }),
    version: z.int(),
    ...names,
    modelHash: hexData.meta({ description: "keccak256 of the model's bytes, the same in catalogue and chain." }),
    documentHash: hexData.meta({ description: "keccak256 of the scorecard's document, as it was published." }),
    effectiveFrom: time.meta({ description: "Since when it is in force on the chain." }),
  })
  .meta({ id: "ScoreModelRef", description: "The model in force." });

export function modelRefView({ known, published }: UsableModel): z.output<typeof modelRef> {
  const { family, version, nameEn, nameZh } = known.card;
  return {
    ...{ family, version, nameEn, nameZh },
    modelHash: modelHashOf(known),
    documentHash: published.documentHash,
    effectiveFrom: published.effectiveFrom.toString(),
  };
}
