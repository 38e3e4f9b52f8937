import { z } from "zod";

/** By feature id; each value is checked by `OwnFacts`, which knows the catalogue. */
export const ownFeatures = z.record(z.string(), z.unknown(), "must be a JSON object of values by feature id").meta({
  description:
    "Values by feature id; absent or null: unknown. Numbers are whole, in the chain unit (fen, basis points), as decimal text " +
    "or as JSON numbers below 2^53; an age is the day from which it counts, or whole months; a set is the list of labels " +
    "that hold, or `{ holds, unknown }`. /v1/features has ids, units and labels.",
  example: { annual_sales: "900000000", firm_age_months: "2015-03-01", tax_credit_grade: "A", red_flags: [] },
});
