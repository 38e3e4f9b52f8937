import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { matchProducts } from "../matching/match.ts";
import type { ProductMatch } from "../matching/match.ts";
import { findCompany, readingsOf } from "../use-cases/company.ts";
import { ledgerProducts } from "../use-cases/products.ts";
import type { Services } from "../use-cases/services.ts";
import { accessOf, asOfBlock } from "../wire/common.ts";
import { eligibleView, refusedView, undecidedView, unreadableView } from "../wire/match.ts";
import { matchCompany } from "./match.contract.ts";

export function matchEndpoint(services: Services): Endpoint {
  const { catalogue, ledger, policy } = services;
  return endpoint(matchCompany(catalogue), ({ params: { uscc }, body: request }) =>
    ledger.read(async (db, block) => {
      const company = await findCompany(db, uscc);
      const offered = (await ledgerProducts(db, catalogue)).filter(({ onChain }) => !onChain?.retired);
      const products = offered.filter(({ criteriaProblem }) => criteriaProblem === null);
      const readings = await readingsOf(db, company, block, services);
      const matches = matchProducts({ ...catalogue, products }, readings, request);
      const of = (result: ProductMatch["result"]) => matches.filter((match) => match.result === result);
      const unreadable = offered.filter(({ criteriaProblem }) => criteriaProblem !== null);
      const [eligible, refused, unknown] = [of("eligible").sort(cheapestFirst), of("refused"), of("unknown")];
      return {
        asOf: asOfBlock(block),
        access: accessOf(policy),
        company,
        counts: {
          products: offered.length,
          ...{ eligible: eligible.length, refused: refused.length, unknown: unknown.length },
          unreadable: unreadable.length,
        },
        eligible: eligible.map(eligibleView),
        refused: refused.map((match) => refusedView(match, catalogue)),
        unknown: unknown.map((match) => undecidedView(match, catalogue)),
        unreadable: unreadable.map(unreadableView),
      };
    }),
  );
}

function cheapestFirst({ product: a }: ProductMatch, { product: b }: ProductMatch): number {
  const [left, right] = [a.annualRateBps, b.annualRateBps];
  return left.min - right.min || left.max - right.max || (a.id < b.id ? -1 : 1);
}
