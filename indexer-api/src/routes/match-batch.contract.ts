import { z } from "zod";
import type { Catalogue } from "../../../catalogue/index.ts";
import type { Contract } from "../http/endpoint.ts";
import { loanRequestShape } from "../http/loan-request.ts";
import { NOTHING } from "../http/parameters.ts";
import { time } from "../wire/common.ts";
import { matching } from "../wire/matching.ts";
import { ownFeatures } from "./match-own.contract.ts";

export const NDJSON = "application/x-ndjson";
export const MAX_ID_CHARACTERS = 100;
/** With so many of them, a batch is a mistake. */
export const MAX_WRONG_LINES = 10_000;

const products = z.union([z.string(), z.array(z.string())]);

/** The catalogue decides which kinds of security there are. */
export function matchBatch(catalogue: Catalogue) {
  const request = z.strictObject(loanRequestShape(catalogue)).optional();
  return {
    operationId: "matchBatch",
    method: "post",
    path: "/v1/match/batch",
    tag: "Matching",
    summary: "Many companies, a line each",
    description:
      "Lines of JSON in, lines of JSON out while they still come in. A line names a company of the store (`uscc`), or brings " +
      "facts of its own (`id`, `features`); both may have a `request`. The first line out names the products in the order of " +
      "the bits, null for a free place; it comes again when products or the time of the ages change, and holds for the lines " +
      "behind it. A wrong line gives one with `line` and `error`, and the others go on; the last line has `done`. An answer " +
      `without it is not whole: the service stopped, or ${MAX_WRONG_LINES} lines were wrong, as a line with \`error\` says then. ` +
      "Whoever does not read on is not read on from: read while you send. A line may have 64 KiB. Text is UTF-8.",
    params: NOTHING,
    query: z.strictObject({
      format: z.enum(["bits", "ids"]).default("bits").meta({
        description: "`bits`: base64, bit n of byte n / 8 from the lowest for product n. `ids`: lists of product ids.",
      }),
    }),
    response: z
      .union([
        z.strictObject({ products: z.array(z.string().nullable()), asOf: time, matching }),
        z.strictObject({ uscc: z.string(), eligible: products, unknown: products }),
        z.strictObject({ id: z.string(), eligible: products, unknown: products }),
        z.strictObject({ line: z.int(), error: z.string() }),
        z.strictObject({ done: z.literal(true), lines: z.int(), matched: z.int(), errors: z.int(), matching }),
      ])
      .meta({ id: "MatchBatchAnswer" }),
    responseDescription: "A line for each line, in their order.",
    stream: {
      request: {
        mediaType: NDJSON,
        line: z
          .union([
            z.strictObject({ uscc: z.string(), request }),
            z.strictObject({ id: z.string().max(MAX_ID_CHARACTERS), features: ownFeatures, request }),
          ])
          .meta({ id: "MatchBatchLine" }),
      },
      responseMediaType: NDJSON,
    },
    problems: ["match-loading", "not-ndjson"],
  } as const satisfies Contract;
}
