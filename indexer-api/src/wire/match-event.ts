import { z } from "zod";
import type { MatchEvent } from "../match-store/types.ts";
import { hexData, integer, time } from "./common.ts";

export const RESULTS = ["eligible", "unknown", "refused"] as const;
export type Result = (typeof RESULTS)[number];

export const matchEvent = z
  .strictObject({
    id: integer,
    kind: z.enum(["became eligible", "ceased eligible", "product offered", "product changed", "product retired"]),
    product: z.string().meta({ description: "Id of the product, as in /v1/products." }),
    company: z
      .strictObject({ entityId: hexData, uscc: z.string().nullable() })
      .nullable()
      .meta({ description: "Null when it happened to the product." }),
    result: z
      .enum(RESULTS)
      .nullable()
      .meta({ description: "What a product that was offered or changed is now for the company that listens." }),
    block: integer,
    blockTime: time,
  })
  .meta({ id: "MatchEvent" });

/** In place of events that can be told no longer. */
export const resetEvent = z
  .strictObject({
    id: integer,
    kind: z.literal("reset"),
    reason: z.enum(["forgotten", "unknown"]).meta({
      description:
        "`forgotten`: some events behind the id that was given are kept no longer, or everything was read anew. " +
        "`unknown`: there is no such event yet.",
    }),
  })
  .meta({ id: "ResetEvent", description: "Read the lists again; what comes behind this event is told." });

export const sentEvent = z.union([matchEvent, resetEvent]);

export function matchEventView(event: MatchEvent, result: Result | null): z.output<typeof matchEvent> {
  const { id, kind, product, blockNumber, blockTime } = event;
  const company = "entityId" in event ? { entityId: event.entityId, uscc: event.uscc } : null;
  return {
    ...{ id: id.toString(), kind, product, company, result },
    ...{ block: blockNumber.toString(), blockTime: blockTime.toString() },
  };
}
