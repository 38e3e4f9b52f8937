import { marginOf, marginsByTotal } from "../engine/rank/margin.ts";
import type { Margin } from "../engine/rank/margin.ts";
import { marginReasonsOf } from "../engine/rank/reasons.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { paged } from "../http/pagination.ts";
import { matchableSlot } from "../use-cases/matching.ts";
import { firstCompanies, NO_KEY, placeIn, placeText } from "../use-cases/matching-companies.ts";
import { Ranking } from "../use-cases/matching-rank.ts";
import { requireScores } from "../use-cases/score.ts";
import type { Services } from "../use-cases/services.ts";
import { accessOf } from "../wire/common.ts";
import { matchingView } from "../wire/matching.ts";
import { listProductCompanies } from "./product-companies.contract.ts";

export function productCompaniesEndpoint(services: Services): Endpoint {
  const { ledger, policy, matching } = services;
  const ranking = new Ranking(services);
  return endpoint(listProductCompanies, async ({ params: { id }, query: { order, limit, after } }) => {
    requireScores(policy);
    const { engine } = matching;
    const slot = matchableSlot(engine, id);
    // The product as it is now: while others are asked for it may be gone, and its slot another's.
    const ranked = ranking.of(engine);
    const fits = await engine.audience(engine.productAt(slot).criteria);
    const keyOf = keysOf(order, engine.scores, () => marginsByTotal(ranked, slot, ranking.defaultBpsByTotal));
    const found = firstCompanies(fits.eligibleRows, keyOf, after === undefined ? null : placeIn(after), limit + 1);
    const { items, page } = paged(found, limit, placeText);
    const rows = items.map(({ row }) => row);
    const companies = await ledger.read((db) => matching.companiesAt(db, rows));
    return {
      ...{ asOf: fits.asOf.toString(), access: accessOf(policy), matching: matchingView(matching), product: id },
      counts: {
        companies: fits.eligible + fits.unknown + fits.refused,
        ...{ eligible: fits.eligible, unknown: fits.unknown, refused: fits.refused },
      },
      items: companies.map(({ row, entityId, uscc }) => {
        const score = engine.scoreAt(row);
        const margin = marginOf(ranked, slot, ranking.defaultBps(score));
        return { entityId, uscc, score, margin: marginView(margin) };
      }),
      page,
    };
  });
}

/** What the list is ordered by, by row. */
function keysOf(
  order: "row" | "score" | "margin",
  scores: Int16Array,
  marginsOf: () => ReturnType<typeof marginsByTotal>,
): (row: number) => number {
  if (order === "row") return () => 0;
  if (order === "score") return (row) => ((scores[row] as number) < 0 ? NO_KEY : (scores[row] as number));
  const margins = marginsOf();
  const unscored = margins.at(-1) as number;
  return (row) => ((scores[row] as number) < 0 ? unscored : (margins[scores[row] as number] as number));
}

function marginView(margin: Margin) {
  const { churn, ...parts } = margin;
  const { ratePpm, fundingPpm, expectedLossPpm, operatingPpm, marginPpm, expectedMarginPpm } = parts;
  return {
    ...{ expectedMarginPpm, marginPpm, ratePpm, fundingPpm, expectedLossPpm, operatingPpm },
    churn: churn.applies ? { rating: churn.rating, lostBps: churn.lostBps } : null,
    churnNote: churn.applies ? null : churn.why,
    reasons: marginReasonsOf(margin),
  };
}
