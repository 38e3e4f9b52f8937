import { existsSync } from "node:fs";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type Catalogue, loadCatalogue } from "../../catalogue/index.ts";
import { ledgerContracts, type LedgerContracts } from "../chain/contracts.ts";
import type { Rpc } from "../chain/provider.ts";
import { networkFiles, shown } from "../deploy/paths.ts";
import { type DeploymentRecord, readRecord } from "../deploy/record.ts";
import { hardhatKeys } from "../wallets/hardhat-keys.ts";
import type { KeySources } from "../wallets/wallet-for.ts";

/** A deployed ledger, as a command sees it. */
export interface OpenLedger {
  readonly network: string;
  readonly provider: Rpc;
  readonly record: DeploymentRecord;
  /** For reading; connect a signer to send. */
  readonly contracts: LedgerContracts;
  readonly catalogue: Catalogue;
  readonly keys: KeySources;
  /** The chain's clock, unix seconds: what the contracts judge time by. */
  readonly chainTime: number;
}

/**
 * The ledger on the network that the command names.
 * @throws Error when there is no record, or it is of another chain.
 */
export async function openLedger(
  hre: HardhatRuntimeEnvironment,
  given: { record?: string | undefined },
): Promise<OpenLedger> {
  const connection = await hre.network.getOrCreate();
  const { provider } = connection.ethers;
  const path = networkFiles(connection.networkName, given).record;
  if (!existsSync(path)) {
    const where = "name another with --record or DEPLOYMENT_RECORD, or deploy first: hardhat deploy --network";
    throw new Error(`there is no deployment record ${shown(path)}: ${where} ${connection.networkName}`);
  }
  const record = readRecord(path);
  const [{ chainId }, block] = await Promise.all([provider.getNetwork(), provider.getBlock("latest")]);
  if (chainId !== BigInt(record.chainId)) {
    throw new Error(
      `${shown(path)} is the record of chain ${record.chainId}, but network ${connection.networkName} is chain ${chainId}`,
    );
  }
  const catalogue = loadCatalogue();
  return {
    network: connection.networkName,
    ...{ provider, record, catalogue },
    contracts: await ledgerContracts(record.contracts, provider),
    keys: hardhatKeys(hre, connection, catalogue),
    chainTime: block!.timestamp,
  };
}
