import { slotsOf } from "../engine/match-one.ts";
import { rankFor } from "../engine/rank/rank.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { refuseFacts } from "../use-cases/matching.ts";
import { Ranking } from "../use-cases/matching-rank.ts";
import type { LedgerProduct } from "../use-cases/products.ts";
import type { Services } from "../use-cases/services.ts";
import { matchingView } from "../wire/matching.ts";
import { OwnFacts } from "../wire/own-facts.ts";
import type { WrongFact } from "../wire/own-facts.ts";
import { rankView } from "../wire/ranked.ts";
import { BEST, matchOwn } from "./match-own.contract.ts";

export function matchOwnEndpoint(services: Services): Endpoint {
  const { catalogue, matching } = services;
  const ranking = new Ranking(services);
  const own = new OwnFacts(catalogue.features);
  return endpoint(matchOwn(catalogue), ({ body: { features, request = {}, scoreTotal = null } }) => {
    const { engine } = matching;
    const wrong: WrongFact[] = [];
    const values = own.read(features, engine.asOf, wrong);
    if (wrong.length > 0) refuseFacts(wrong);
    const { eligible, open } = engine.match(values);
    const fits = engine.fits(request);
    for (let word = 0; word < fits.length; word++) {
      eligible[word] = (eligible[word] as number) & (fits[word] as number);
      open[word] = (open[word] as number) & (fits[word] as number) & ~(eligible[word] as number);
    }
    const idAt = (slot: number) => engine.productAt(slot).id;
    const [fitting, unknown] = [slotsOf(eligible).map(idAt), slotsOf(open).map(idAt)];
    const products = engine.products.length;
    const prepared = ranking.of(engine);
    const question = { request, defaultBps: ranking.defaultBps(scoreTotal), history: null };
    return {
      asOf: engine.asOf.toString(),
      matching: matchingView(matching),
      counts: {
        ...{ products, eligible: fitting.length, unknown: unknown.length },
        refused: products - fitting.length - unknown.length,
      },
      eligible: fitting,
      best: rankFor(prepared, eligible, question, BEST).map((ranked) =>
        bestView(engine.productAt(ranked.slot), rankView(prepared, ranked, question)),
      ),
      unknown,
    };
  });
}

function bestView(
  { id, nameEn, nameZh, lenderRef, annualRateBps: { min, max } }: LedgerProduct,
  rank: ReturnType<typeof rankView>,
) {
  return { id, nameEn, nameZh, lender: lenderRef.code, annualRateBps: { min, max }, rank };
}
