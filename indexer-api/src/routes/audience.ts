import type { Catalogue } from "../../../catalogue/index.ts";
import { audienceOf } from "../engine/audience.ts";
import type { CriterionAudience } from "../engine/audience.ts";
import { CriterionError } from "../engine/terms.ts";
import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { Problem } from "../http/problem.ts";
import { requireScores } from "../use-cases/score.ts";
import type { Services } from "../use-cases/services.ts";
import { accessOf } from "../wire/common.ts";
import { quantityView } from "../wire/feature.ts";
import { matchingView } from "../wire/matching.ts";
import { criterionView } from "../wire/product.ts";
import { draftAudience } from "./audience.contract.ts";

export function audienceEndpoint({ catalogue, policy, matching }: Services): Endpoint {
  return endpoint(draftAudience(catalogue), async ({ body: { criteria } }) => {
    requireScores(policy);
    const found = await audienceOf(matching.engine, criteria).catch(refuseCriterion);
    const { asOf, companies, eligible, unknown, refused, contradictions } = found;
    return {
      ...{ asOf: asOf.toString(), access: accessOf(policy), matching: matchingView(matching) },
      counts: { companies, eligible, unknown, refused },
      criteria: found.criteria.map((one) => criterionAudienceView(one, catalogue)),
      contradictions: contradictions.map((places) => [...places]),
    };
  });
}

function refuseCriterion(error: unknown): never {
  if (!(error instanceof CriterionError)) throw error;
  throw new Problem("invalid-input", `body.criteria: ${error.message}`, {
    errors: [{ field: "body.criteria", value: undefined, rule: error.message }],
  });
}

function criterionAudienceView({ criterion, curves, ...counts }: CriterionAudience, catalogue: Catalogue) {
  const feature = catalogue.featureById.get(criterion.feature);
  const { sameAs, failed, unknown, refusedByItAlone, gainedWithout, after } = counts;
  return {
    ...criterionView(criterion, catalogue),
    ...{ sameAs, failed, unknown, refusedByItAlone, gainedWithout, after: { ...after } },
    curves: curves.map(({ end, points }) => ({
      end,
      points: points.map(({ threshold, eligible }) => ({
        threshold: quantityView(threshold, feature ?? { scale: 0 }),
        eligible,
      })),
    })),
  };
}
