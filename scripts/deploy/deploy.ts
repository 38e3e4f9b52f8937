import type { Catalogue } from "../../catalogue/index.ts";
import { connect } from "../chain/provider.ts";
import { deployForDevelopment } from "./development.ts";
import { type DeploymentRecord, writeRecord } from "./record.ts";

export interface DeployOptions {
  /** JSON-RPC URL of a development chain (chain id 31337). */
  readonly rpcUrl: string;
  /** Where to write the record as well. */
  readonly recordPath?: string;
  /** Where the deployment notes what it sent; a temporary folder unless given. */
  readonly journalFolder?: string;
  readonly catalogue?: Catalogue;
  readonly onStep?: (step: string) => void;
}

/**
 * Deploys the ledger to a fresh development chain and returns its record. The contracts must have been compiled.
 * Other networks: `npx hardhat deploy --network NAME`.
 */
export async function deploy({ rpcUrl, recordPath, ...options }: DeployOptions): Promise<DeploymentRecord> {
  const provider = await connect(rpcUrl);
  try {
    const { record } = await deployForDevelopment({ provider, ...options });
    if (recordPath !== undefined) writeRecord(recordPath, record);
    return record;
  } finally {
    provider.destroy();
  }
}
