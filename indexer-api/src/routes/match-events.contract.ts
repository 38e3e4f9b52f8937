import { z } from "zod";
import type { Contract } from "../http/endpoint.ts";
import { EVENT_STREAM } from "../http/event-stream.ts";
import { uscc } from "../http/parameters.ts";
import { sentEvent } from "../wire/match-event.ts";
import { productId } from "./products.contract.ts";

const PROBLEMS = ["consent-needed", "too-many-streams", "index-not-ready", "database-gone"] as const;
/** Ids are numbers of PostgreSQL's type bigint. */
const LARGEST_ID = 2n ** 63n - 1n;

export const eventId = z
  .string()
  .regex(/^\d+$/, "must be the id of an event, digits")
  .refine((text) => !/^\d+$/.test(text) || (text.length <= 100 && BigInt(text) <= LARGEST_ID), {
    error: `must be the id of an event, ${LARGEST_ID} at most`,
  });

const query = z.strictObject({
  after: eventId.optional().meta({
    description: "Only events behind this id; the header `Last-Event-ID` counts for more. Unless given: from now on.",
  }),
});

const shared = {
  method: "get",
  tag: "Matching",
  query,
  response: sentEvent.meta({ description: "`data` of one event; its `id` and `event` are `id` and `kind`." }),
  responseDescription: "Server-sent events, until one side ends it.",
  stream: { responseMediaType: EVENT_STREAM },
} as const;

export const productEvents = {
  ...shared,
  operationId: "productEvents",
  path: "/v1/products/{id}/events",
  summary: "Who becomes eligible for a product, as it happens",
  description:
    "Server-sent events: companies that become or cease to be eligible, and what happens to the product itself. Ids ascend: " +
    "whoever was cut off asks again with the last one (`Last-Event-ID`, as browsers do by themselves) and misses and repeats " +
    "nothing; where that cannot be, the event `reset` says so. When the product changes, one event says so, not one for each company: count again.",
  params: z.strictObject({ id: productId }),
  problems: ["product-unknown", ...PROBLEMS],
} as const satisfies Contract;

export const companyEvents = {
  ...shared,
  operationId: "companyEvents",
  path: "/v1/companies/{uscc}/events",
  summary: "What a company becomes eligible for, as it happens",
  description:
    "Server-sent events: products that it becomes or ceases to be eligible for, and products that are offered or changed, " +
    "with what they are for it now (`result`). Ids ascend and resume as those of products do.",
  params: z.strictObject({ uscc }),
  problems: ["company-unknown", ...PROBLEMS],
} as const satisfies Contract;
