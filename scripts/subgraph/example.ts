import { readFileSync } from "node:fs";
import { join } from "node:path";

import { SUBGRAPH } from "./layout.ts";
import type { IndexedDeployment } from "./manifest.ts";

/** The deployment that `subgraph/subgraph.yaml` and the mappings' tests speak of. */
export function exampleDeployment(): IndexedDeployment {
  return JSON.parse(readFileSync(join(SUBGRAPH, "example-deployment.json"), "utf8")) as IndexedDeployment;
}
