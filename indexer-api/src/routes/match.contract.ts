import { z } from "zod";
import type { Catalogue } from "../../../catalogue/index.ts";
import type { Contract } from "../http/endpoint.ts";
import { loanRequestShape } from "../http/loan-request.ts";
import { NOTHING, uscc } from "../http/parameters.ts";
import { access, asOf } from "../wire/common.ts";
import { company } from "../wire/company.ts";
import { matching } from "../wire/matching.ts";
import { eligible, refused, undecided, unreadable } from "../wire/match.ts";

/** The catalogue decides which kinds of security there are. */
export function matchCompany(catalogue: Catalogue) {
  return {
    operationId: "matchCompany",
    method: "post",
    path: "/v1/companies/{uscc}/match",
    tag: "Products",
    summary: "Every product against one company",
    description:
      "A product is refused when a criterion fails or the request does not fit it, with the distance to each; unknown " +
      "when none fails but some cannot be judged, with the facts that are missing; eligible when all are met. " +
      "Eligible products come in the order of docs/ranking.md, with the parts of the figure behind it. Products are those of /v1/products: as their lenders offer them on the " +
      "chain now. The body may be left out: then the request is not judged.",
    params: z.strictObject({ uscc }),
    query: NOTHING,
    body: z.strictObject(loanRequestShape(catalogue)).meta({ id: "MatchRequest" }),
    response: z.strictObject({
      ...{ asOf, access, matching, company },
      counts: z.strictObject({
        ...{ products: z.int(), eligible: z.int(), refused: z.int(), unknown: z.int(), unreadable: z.int() },
      }),
      eligible: z.array(eligible),
      refused: z.array(refused),
      unknown: z.array(undecided),
      unreadable: z.array(unreadable).meta({ description: "Products whose criteria on the chain make no sense." }),
    }),
    responseDescription: "All products that are not retired, each in one list.",
    problems: ["company-unknown", "body-too-large", "media-type-unsupported", "index-not-ready", "database-gone"],
  } as const satisfies Contract;
}
