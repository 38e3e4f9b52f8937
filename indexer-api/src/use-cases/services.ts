import type { Catalogue } from "../../../catalogue/index.ts";
import type { AccessPolicy } from "../access/policy.ts";
import type { Ledger } from "../data/ledger.ts";
import type { Deployment } from "../deployment.ts";
import type { FeatureEngine } from "../features/engine.ts";
import type { MatchService } from "../match-store/types.ts";
import type { KnownModel } from "../scoring/model.ts";

/** What use cases work with; made once at the start. */
export interface Services {
  catalogue: Catalogue;
  ledger: Ledger;
  features: FeatureEngine;
  /** The catalogue's scorecards. */
  models: readonly KnownModel[];
  policy: AccessPolicy;
  deployment: Deployment;
  matching: MatchService;
}
