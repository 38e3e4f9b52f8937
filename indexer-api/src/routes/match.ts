import { explain } from "../engine/explain.ts";
import type { ProductExplanation } from "../engine/explain.ts";
import { featureSpecsOf } from "../engine/features.ts";
import { historyOf } from "../engine/rank/history.ts";
import { rankFor } from "../engine/rank/rank.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { matchableProducts } from "../match-store/matchable.ts";
import { findCompany } from "../use-cases/company.ts";
import { matchableCompany } from "../use-cases/matching-company.ts";
import { decisionsOf, Ranking } from "../use-cases/matching-rank.ts";
import { ledgerProducts } from "../use-cases/products.ts";
import type { LedgerProduct } from "../use-cases/products.ts";
import type { Services } from "../use-cases/services.ts";
import { accessOf, asOfBlock } from "../wire/common.ts";
import { eligibleView, refusedView, undecidedView, unreadableViews } from "../wire/match.ts";
import { matchingView } from "../wire/matching.ts";
import { rankView } from "../wire/ranked.ts";
import { matchCompany } from "./match.contract.ts";

export function matchEndpoint(services: Services): Endpoint {
  const { catalogue, ledger, policy, matching } = services;
  const features = featureSpecsOf(catalogue);
  const ranking = new Ranking(services);
  return endpoint(matchCompany(catalogue), ({ params: { uscc }, body: request }) =>
    ledger.read(async (db, block) => {
      const company = await findCompany(db, uscc);
      const all = await ledgerProducts(db, catalogue);
      const { products, unmatchable } = matchableProducts(all, features);
      const { values, readings, score, isScoreWithheld } = await matchableCompany(db, company, block, services);
      const explained = products.map((product) => explain(features, product, values, block.time, request));
      const of = (result: ProductExplanation["result"]) => explained.filter((one) => one.result === result);
      const prepared = ranking.ofList(products);
      const history = historyOf(prepared, await decisionsOf(db, products));
      const question = { request, defaultBps: ranking.defaultBps(score), isScoreWithheld, history };
      const eligible = rankFor(prepared, bitsOf(explained), question, Infinity);
      const [refused, unknown] = [of("refused"), of("unknown")];
      return {
        ...{ asOf: asOfBlock(block), access: accessOf(policy), matching: matchingView(matching), company },
        counts: {
          products: products.length + unmatchable.length,
          ...{ eligible: eligible.length, refused: refused.length, unknown: unknown.length },
          unreadable: unmatchable.length,
        },
        eligible: eligible.map((ranked) =>
          eligibleView(products[ranked.slot] as LedgerProduct, rankView(prepared, ranked, question)),
        ),
        refused: refused.map((one) => refusedView(one, readings, catalogue)),
        unknown: unknown.map((one) => undecidedView(one, readings, catalogue)),
        unreadable: unreadableViews(unmatchable, all),
      };
    }),
  );
}

/** Bits of what is eligible, by place. */
function bitsOf(explained: readonly ProductExplanation[]): Uint32Array {
  const bits = new Uint32Array(Math.ceil(explained.length / 32));
  for (const [place, { result }] of explained.entries()) {
    if (result === "eligible") bits[place >>> 5] = (bits[place >>> 5] as number) | (1 << (place & 31));
  }
  return bits;
}
