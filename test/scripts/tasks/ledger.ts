import { join } from "node:path";
import hre from "hardhat";
import { deployForDevelopment } from "../../../scripts/deploy/development.ts";
import { writeRecord } from "../../../scripts/deploy/record.ts";
import { catalogue, temporaryFolder } from "../deploy/chain.ts";

/** The ledger on the in-process chain that every command of this process uses, and the path of its record. */
export async function ledgerForTasks() {
  const connection = await hre.network.getOrCreate();
  const { provider } = connection.ethers;
  const outcome = await deployForDevelopment({ provider, catalogue, network: connection.networkName });
  const record = join(temporaryFolder(), "record.json");
  writeRecord(record, outcome.record);
  return { ...outcome, hre, provider, record };
}
