import { existsSync } from "node:fs";
import type { NetworkConnection } from "hardhat/types/network";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type Catalogue, loadCatalogue } from "../../catalogue/index.ts";
import { checkDeployment } from "../deploy/check.ts";
import { deployForDevelopment } from "../deploy/development.ts";
import { deployLedger, type LedgerOutcome } from "../deploy/ledger.ts";
import { developmentParameters, type LedgerParameters, readParameters } from "../deploy/parameters.ts";
import { type NetworkFiles, networkFiles, shown } from "../deploy/paths.ts";
import { writeRecord } from "../deploy/record.ts";
import { DEVELOPMENT_CHAIN_ID } from "../wallets/development.ts";
import { hardhatKeys } from "../wallets/hardhat-keys.ts";
import { findWallet, walletFor } from "../wallets/wallet-for.ts";
import { command } from "./command.ts";

interface Options {
  parameters: string | undefined;
  record: string | undefined;
}

const onStep = (step: string) => console.log(`  ${step} …`);

/** Compiles, deploys, writes the record and checks the result. */
export async function deployNetwork(options: Options, hre: HardhatRuntimeEnvironment): Promise<LedgerOutcome> {
  await hre.tasks.getTask("build").run({ quiet: true, noTests: true });
  const connection = await hre.network.getOrCreate();
  const { networkName } = connection;
  const { provider } = connection.ethers;
  const catalogue = loadCatalogue();
  const files = networkFiles(networkName, options);
  const parameters = await parametersOf(connection, files, options, catalogue);
  console.log(`Deploying to ${networkName}:`);
  const outcome = await deployTo(hre, connection, files, parameters, catalogue);
  writeRecord(files.record, outcome.record);

  console.log(`Sent ${outcome.transactions} transactions besides the contracts'; record: ${shown(files.record)}`);
  for (const line of outcome.pending) console.log(`Left to ${line}`);
  const differences = await checkDeployment({ provider, record: outcome.record, parameters, catalogue });
  for (const difference of differences) console.log(`Differs: ${difference}`);
  if (differences.length > 0 || outcome.pending.length > 0) process.exitCode = 1;
  return outcome;
}

/** The parameters of the network's file; on the development chain, unless a file is named, its development wallets. */
export async function parametersOf(
  connection: NetworkConnection,
  files: NetworkFiles,
  options: Options,
  catalogue: Catalogue,
): Promise<LedgerParameters> {
  if (await isForDevelopment(connection, options)) return developmentParameters(catalogue);
  if (existsSync(files.parameters)) return readParameters(files.parameters, catalogue);
  throw new Error(
    `${shown(files.parameters)} is missing: it says who holds what on ${connection.networkName} (see deployments/README.md)`,
  );
}

async function isForDevelopment(connection: NetworkConnection, options: Options): Promise<boolean> {
  const { chainId } = await connection.ethers.provider.getNetwork();
  return chainId === DEVELOPMENT_CHAIN_ID && options.parameters === undefined;
}

async function deployTo(
  hre: HardhatRuntimeEnvironment,
  connection: NetworkConnection,
  files: NetworkFiles,
  parameters: LedgerParameters,
  catalogue: Catalogue,
): Promise<LedgerOutcome> {
  const { provider } = connection.ethers;
  const keepsJournal = connection.networkConfig.type === "http";
  const common = {
    ...{ provider, catalogue, onStep },
    network: connection.networkName,
    ...(keepsJournal && { journalFolder: files.journal }),
  };
  const { chainId } = await provider.getNetwork();
  if (chainId === DEVELOPMENT_CHAIN_ID) return deployForDevelopment({ ...common, parameters });
  const keys = hardhatKeys(hre, connection, catalogue);
  return deployLedger({
    ...common,
    parameters,
    deployer: await findWallet("deployer", keys),
    steward: () => walletFor("steward", keys),
  });
}

export default command(deployNetwork);
