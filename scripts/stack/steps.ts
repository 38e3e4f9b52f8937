import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { deploy } from "../deploy/deploy.ts";
import type { DeploymentRecord } from "../deploy/record.ts";
import { prepareSubgraph } from "../subgraph/prepare.ts";
import type { LocalStack, StackSteps } from "./local-stack.ts";
import { ROOT } from "./root.ts";

const MAPPINGS_SCRIPT = fileURLToPath(new URL("./mappings-process.ts", import.meta.url));

/** The real steps: this project's contracts and subgraph. */
export const LEDGER_STEPS: StackSteps<DeploymentRecord> = {
  compileSubgraph: (workspace) =>
    workspace.run({ name: "subgraph compiler", command: process.execPath, args: [MAPPINGS_SCRIPT], cwd: ROOT }),
  deploy: ({ rpcUrl, recordPath, workspace }) =>
    deploy({ rpcUrl, recordPath, journalFolder: join(workspace.folder, "journal") }),
  prepareSubgraph: (record, workspace) => prepareSubgraph(record, { outDir: join(workspace.folder, "subgraph") }),
};

/** A running stack with this project's contracts on it. */
export type LedgerStack = LocalStack<DeploymentRecord>;
