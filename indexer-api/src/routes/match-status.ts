import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import type { Services } from "../use-cases/services.ts";
import { accessOf } from "../wire/common.ts";
import { matchingView } from "../wire/matching.ts";
import { matchingStatus } from "./match-status.contract.ts";

export function matchStatusEndpoint({ matching, policy, catalogue }: Services): Endpoint {
  const features = catalogue.features.map(({ id }) => id);
  return endpoint(matchingStatus, () => {
    const { progress } = matching;
    const engine = progress.phase === "starting" ? null : matching.engine;
    return {
      access: accessOf(policy),
      matching: matchingView(matching),
      products: engine?.products.length ?? null,
      features,
      asOf: engine?.asOf.toString() ?? null,
      change: progress.change.toString(),
    };
  });
}
