import type { Catalogue } from "../../../catalogue/index.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { Problem } from "../http/problem.ts";
import { explain } from "../scoring/explain.ts";
import type { Explanation } from "../scoring/explain.ts";
import { suppose } from "../scoring/simulate.ts";
import type { Senseless, Supposition } from "../scoring/simulate.ts";
import type { SourceState } from "../scoring/sources.ts";
import { findCompany } from "../use-cases/company.ts";
import { requireScores, scoreOf, usableModel } from "../use-cases/score.ts";
import type { UsableModel } from "../use-cases/score.ts";
import type { Services } from "../use-cases/services.ts";
import { accessOf, asOfBlock } from "../wire/common.ts";
import { outcomeView, scoreView } from "../wire/score.ts";
import { modelRefView } from "../wire/score-model.ts";
import { getScore, simulateScore } from "./score.contract.ts";

export function scoreEndpoint(services: Services): Endpoint {
  const { catalogue, ledger, policy } = services;
  return endpoint(getScore, ({ params: { uscc }, query: { family } }) => {
    requireScores(policy);
    return ledger.read(async (db, block) => {
      const model = await usableModel(db, family, block, services);
      const company = await findCompany(db, uscc);
      const explanation = await scoreOf(db, company.entityId, block, model);
      return {
        ...{ asOf: asOfBlock(block), access: accessOf(policy), company, model: modelRefView(model) },
        score: scoreView(explanation, catalogue),
      };
    });
  });
}

export function simulateEndpoint(services: Services): Endpoint {
  const { catalogue, ledger, policy } = services;
  return endpoint(simulateScore, ({ params: { uscc }, body: { family, ...supposition } }) => {
    requireScores(policy);
    return ledger.read(async (db, block) => {
      const model = await usableModel(db, family, block, services);
      const company = await findCompany(db, uscc);
      const now = await scoreOf(db, company.entityId, block, model);
      const { sources, withoutEffect } = supposed(model, catalogue, now.sources, supposition);
      const then = explain(model.known.compiled, sources, block.time);
      return {
        ...{ asOf: asOfBlock(block), access: accessOf(policy), company, model: modelRefView(model) },
        now: outcomeView(now, catalogue),
        then: outcomeView(then, catalogue),
        difference: then.score.total - now.score.total,
        characteristics: differences(now, then),
        withoutEffect: [...withoutEffect],
      };
    });
  });
}

/** @throws Problem invalid-input naming each part that makes no sense */
function supposed(
  { known: { compiled } }: UsableModel,
  catalogue: Catalogue,
  sources: readonly SourceState[],
  supposition: Supposition,
) {
  const result = suppose(compiled, catalogue, sources, supposition);
  if (!("senseless" in result)) return result;
  const errors = result.senseless.map(({ at, value, rule }: Senseless) => ({ field: `body.${at}`, value, rule }));
  throw new Problem("invalid-input", errors.map(({ field, rule }) => `${field}: ${rule}`).join("; "), { errors });
}

function differences(now: Explanation, then: Explanation) {
  return now.characteristics.flatMap(({ characteristic, points, state }, index) => {
    const later = then.characteristics[index];
    if (later === undefined || (later.points === points && later.state === state)) return [];
    const { id: code, nameEn, nameZh } = characteristic;
    return [
      {
        ...{ code, nameEn, nameZh, now: points, then: later.points, difference: later.points - points },
        ...{ stateNow: state, stateThen: later.state },
      },
    ];
  });
}
