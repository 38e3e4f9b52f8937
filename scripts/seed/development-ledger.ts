import type { JsonRpcProvider } from "ethers";

import { type Catalogue, loadCatalogue } from "../../catalogue/index.ts";
import { type LedgerContracts, ledgerContracts } from "../chain/contracts.ts";
import { connect } from "../chain/provider.ts";
import type { DeploymentRecord } from "../deploy/record.ts";
import { DEVELOPMENT_CHAIN_ID } from "../wallets/development.ts";

/** Where a ledger is. */
export interface LedgerTarget {
  readonly record: DeploymentRecord;
  readonly chainUrl: string;
}

/** A ledger on a development chain, to fill with development data. */
export interface DevelopmentLedger {
  readonly provider: JsonRpcProvider;
  /** Connected to the chain for reading. */
  readonly contracts: LedgerContracts;
  readonly catalogue: Catalogue;
}

/**
 * Works on a ledger with the development wallets, and closes the connection afterwards.
 * @throws Error on any chain but the development chain, whose keys alone are known; whatever `work` throws
 */
export async function withDevelopmentLedger<T>(
  { record, chainUrl }: LedgerTarget,
  work: (ledger: DevelopmentLedger) => Promise<T>,
): Promise<T> {
  const provider = await connect(chainUrl);
  try {
    const { chainId } = await provider.getNetwork();
    if (chainId !== DEVELOPMENT_CHAIN_ID) {
      throw new Error(
        `chain ${chainId}: only the development chain ${DEVELOPMENT_CHAIN_ID} is filled with made-up data`,
      );
    }
    const contracts = await ledgerContracts(record.contracts, provider);
    return await work({ provider, contracts, catalogue: loadCatalogue() });
  } finally {
    provider.destroy();
  }
}
