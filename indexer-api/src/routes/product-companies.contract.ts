import { z } from "zod";
import type { Contract } from "../http/endpoint.ts";
import { after, limit, page } from "../http/pagination.ts";
import { PLACE_TEXT } from "../use-cases/matching-companies.ts";
import { access, hexData, time } from "../wire/common.ts";
import { matching } from "../wire/matching.ts";
import { reason } from "../wire/ranked.ts";
import { productId } from "./products.contract.ts";

const ppm = z.int().meta({ description: "Millionths of the loan a year; 100 are a basis point." });

const margin = z
  .strictObject({
    expectedMarginPpm: ppm.meta({ description: "The margin times the part of the customers that stay." }),
    marginPpm: ppm.meta({ description: "The rate less funding, expected loss and operating cost." }),
    ...{ ratePpm: ppm, fundingPpm: ppm, expectedLossPpm: ppm, operatingPpm: ppm },
    churn: z
      .strictObject({ rating: z.string(), lostBps: z.int() })
      .nullable()
      .meta({ description: "Null where the table of churn by rate does not apply; `churnNote` says why." }),
    churnNote: z.string().nullable(),
    reasons: z.array(reason).meta({ description: "The same in sentences." }),
  })
  .meta({ id: "Margin", description: "What the lender earns; docs/ranking.md derives it." });

export const listProductCompanies = {
  operationId: "listProductCompanies",
  method: "get",
  path: "/v1/products/{id}/companies",
  tag: "Matching",
  summary: "Companies that fit a product",
  description:
    "How many meet every criterion, of how many nobody knows, and those that do: in the order in which they became known, by " +
    "score, or by what the lender earns on them. What a company asks for is not judged, because none asks here.",
  params: z.strictObject({ id: productId }),
  query: z.strictObject({
    order: z.enum(["row", "score", "margin"]).default("row"),
    limit,
    after: after(PLACE_TEXT),
  }),
  response: z.strictObject({
    asOf: time,
    ...{ access, matching },
    product: z.string(),
    counts: z.strictObject({ companies: z.int(), eligible: z.int(), unknown: z.int(), refused: z.int() }),
    items: z.array(
      z.strictObject({
        entityId: hexData,
        uscc: z.string().nullable().meta({ description: "Null for a company that is not registered." }),
        score: z.int().nullable().meta({ description: "Total by the platform's scorecard; null without a grade." }),
        margin,
      }),
    ),
    page,
  }),
  responseDescription: "Counts and a page of companies.",
  problems: ["consent-needed", "product-unknown", "match-loading", "index-not-ready", "database-gone"],
} as const satisfies Contract;
