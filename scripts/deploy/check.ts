import type { Catalogue } from "../../catalogue/index.ts";
import { ledgerContracts, type LedgerContracts } from "../chain/contracts.ts";
import type { Rpc } from "../chain/provider.ts";
import { codeDifferences } from "./check-code.ts";
import { definitionDifferences } from "./check-definitions.ts";
import { roleDifferences } from "./check-roles.ts";
import type { LedgerParameters } from "./parameters.ts";
import type { DeploymentRecord } from "./record.ts";

/** A network, and all that says what it ought to be. */
export interface Intention {
  readonly provider: Rpc;
  readonly record: DeploymentRecord;
  readonly parameters: LedgerParameters;
  readonly catalogue: Catalogue;
  /** Folder that the catalogue was read from; the project's own unless given. */
  readonly catalogueDir?: string;
}

/** An intention with the contracts that the record names, ready to be read. */
export interface Inspection extends Intention {
  readonly contracts: LedgerContracts;
}

/**
 * Compares a live network with what was meant: code, proxies, roles, agencies, schemas and scorecards.
 * @returns one plain sentence for each difference; none when all is as it should be.
 */
export async function checkDeployment(intention: Intention): Promise<string[]> {
  const { provider, record } = intention;
  const { chainId } = await provider.getNetwork();
  if (chainId !== BigInt(record.chainId)) {
    return [`The network is chain ${chainId}, but the record is of chain ${record.chainId}.`];
  }
  const inspection = { ...intention, contracts: await ledgerContracts(record.contracts, provider) };
  const code = await codeDifferences(inspection);
  // Without the right code there is nothing to ask.
  if (code.missing) return code.differences;
  return [...code.differences, ...(await roleDifferences(inspection)), ...(await definitionDifferences(inspection))];
}
