import { readFileSync } from "node:fs";
import { z } from "zod";

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, "must be an address");

const record = z.object({
  network: z.string().min(1),
  chainId: z.int().min(1),
  version: z.string(),
  startBlock: z.int().min(0),
  deployedAt: z.int().min(0),
  catalogueVersion: z.string(),
  contracts: z.object({
    EntityRegistry: z.object({ address }),
    AttestationRegistry: z.object({ address }),
    SoftAssets: z.object({ address }),
    PledgeRegistry: z.object({ address }),
    ProductCatalogue: z.object({ address }),
    GuaranteeRegistry: z.object({ address }),
    LoanDesk: z.object({ address }),
    Declarations: z.object({ address }),
    Scorecard: z.object({ address }),
  }),
});

/** What this service needs of a deployment's record: which contracts on which chain the index is about. */
export type Deployment = Readonly<z.output<typeof record>>;

/**
 * Reads the record that the deployment command wrote.
 * @throws Error naming the file, and the field that is wrong.
 */
export function readDeployment(path: string): Deployment {
  const result = record.safeParse(parse(path));
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => `  /${issue.path.join("/")}: ${issue.message}`);
  throw new Error([`DEPLOYMENT_RECORD ${path} is no deployment record:`, ...problems].join("\n"));
}

function parse(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new Error(`DEPLOYMENT_RECORD ${path} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

/** Two runs follow the same thing only if this text is the same: the ledger, and the subgraph that indexes it. */
export function identityOf(deployment: Deployment, subgraphDeployment: string): string {
  return `${ledgerOf(deployment)}, subgraph ${subgraphDeployment}`;
}

/** Which ledger on which chain: the beginning of every identity of it. */
export function ledgerOf({ chainId, deployedAt, startBlock, contracts }: Deployment): string {
  return [
    `chain ${chainId}`,
    `entities ${contracts.EntityRegistry.address.toLowerCase()}`,
    `attestations ${contracts.AttestationRegistry.address.toLowerCase()}`,
    `deployed at ${deployedAt} from block ${startBlock}`,
  ].join(", ");
}
