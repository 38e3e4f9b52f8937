import { z } from "zod";
import type { MatchService } from "../match-store/types.ts";

/** How far the engine's companies are loaded: goes with everything that is answered from them. */
export const matching = z
  .strictObject({
    phase: z.enum(["starting", "loading", "ready"]).meta({
      description: "`loading`: more companies come, and the answer is about those that are there. `ready`: all are.",
    }),
    loaded: z.int().meta({ description: "Companies that are there." }),
    total: z.int().nullable().meta({ description: "Companies that there are; null while nobody has counted them." }),
  })
  .meta({ id: "MatchingProgress" });

export function matchingView({ progress: { phase, loaded, total } }: Pick<MatchService, "progress">) {
  return { phase, loaded, total };
}
