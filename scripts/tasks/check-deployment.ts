import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { checkDeployment } from "../deploy/check.ts";
import { networkFiles } from "../deploy/paths.ts";
import { command } from "./command.ts";
import { parametersOf } from "./deploy.ts";
import { openLedger } from "./open-ledger.ts";

interface Options {
  parameters: string | undefined;
  record: string | undefined;
}

/** Prints what differs between a live network and what was meant. */
export async function checkNetwork(options: Options, hre: HardhatRuntimeEnvironment): Promise<string[]> {
  const { provider, record, catalogue, network } = await openLedger(hre, options);
  const connection = await hre.network.getOrCreate();
  const parameters = await parametersOf(connection, networkFiles(network, options), options, catalogue);
  const differences = await checkDeployment({ provider, record, parameters, catalogue });
  for (const difference of differences) console.log(difference);
  if (differences.length > 0) process.exitCode = 1;
  else {
    const parts = "code, roles, agencies, schemas, what lending rests on, and scorecards";
    console.log(`${network} is as it was meant to be: ${parts}.`);
  }
  return differences;
}

export default command(checkNetwork);
