import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ContractTransactionReceipt, Signer } from "ethers";
import type { Catalogue } from "../../catalogue/index.ts";
import { type AccessManager, ledgerContracts, type LedgerContracts } from "../chain/contracts.ts";
import type { Rpc } from "../chain/provider.ts";
import { type Call, sendCalls } from "../chain/send.ts";
import { createContracts } from "./contracts.ts";
import { missingDefinitions } from "./definitions.ts";
import { describeDeployment } from "./describe.ts";
import { handover, mayAdminister, temporaryStewardship } from "./handover.ts";
import { type LedgerParameters, refuseDevelopmentWallets } from "./parameters.ts";
import type { DeploymentRecord } from "./record.ts";
import { missingWiring } from "./wiring.ts";

export interface LedgerDeployment {
  readonly provider: Rpc;
  /** Name of the network, for the record. */
  readonly network: string;
  readonly catalogue: Catalogue;
  readonly parameters: LedgerParameters;
  /** Creates and wires everything, and gives up every right at the end. */
  readonly deployer: Signer;
  /** Defines what a new version of the catalogue adds, once the deployer has stepped down. */
  readonly steward?: () => Promise<Signer>;
  /** Where an interrupted deployment is noted, so that it can be taken up; without it, it cannot. */
  readonly journalFolder?: string;
  readonly onStep?: (step: string) => void;
}

export interface LedgerOutcome {
  readonly record: DeploymentRecord;
  readonly contracts: LedgerContracts;
  /** How many transactions this run sent besides those that create contracts. */
  readonly transactions: number;
  /** What only governance can still do, in plain words: empty unless the parameters changed after the handover. */
  readonly pending: readonly string[];
}

/**
 * Brings a network to what parameters and catalogue say, from wherever it stands: a fresh chain, a deployment that was
 * interrupted, or a finished one that an older catalogue had made. Each step looks at the chain and sends what is
 * missing, so running it again sends nothing.
 * @throws Error that names the step's call and why the chain refused it; what was done before stays and counts.
 */
export async function deployLedger(options: LedgerDeployment): Promise<LedgerOutcome> {
  const { provider, catalogue, parameters, deployer, onStep } = options;
  const account = await deployer.getAddress();
  const { chainId } = await provider.getNetwork();
  refuseDevelopmentWallets(chainId, parameters, account);
  refuseDeployerInOffice(parameters, account);

  onStep?.("contracts");
  const creations = await withJournal(options.journalFolder, (folder) => createContracts(provider, deployer, folder));
  const contracts = await ledgerContracts(creations, deployer);
  const manager = contracts.AccessManager;
  const receipts: ContractTransactionReceipt[] = [];
  const send = async (through: AccessManager, calls: readonly Call[]) => {
    receipts.push(...(await sendCalls(through, calls)));
  };

  onStep?.("roles");
  const inCharge = await mayAdminister(manager, account);
  const wiring = await missingWiring(contracts, parameters, catalogue);
  if (inCharge) await send(manager, [...wiring, temporaryStewardship(manager, account)]);

  onStep?.("agencies and schemas");
  const definitions = await missingDefinitions(contracts, catalogue);
  if (definitions.length > 0) {
    const steward = inCharge ? deployer : await needSteward(options);
    await send(manager.connect(steward), definitions);
  }

  onStep?.("handover");
  if (inCharge) await send(manager, await handover(manager, deployer, parameters));

  const record = await describeDeployment(options, creations, contracts);
  const pending = inCharge ? [] : wiring.map(({ description }) => description);
  return { record, contracts, transactions: receipts.length, pending };
}

/** @throws Error when the deployer, which gives up every role at the end, is to hold one. */
function refuseDeployerInOffice(parameters: LedgerParameters, deployer: string): void {
  const { governance, guardians, regulators, registrars, stewards, agencyAdmins } = parameters;
  const holders = [governance, ...guardians, ...regulators, ...registrars, ...stewards];
  if ([...holders, ...Object.values(agencyAdmins).flat()].includes(deployer)) {
    throw new Error(`the deployer ${deployer} holds an office in the parameters: it must be a wallet of its own`);
  }
}

async function needSteward({ steward }: LedgerDeployment): Promise<Signer> {
  if (steward) return steward();
  throw new Error("the catalogue has agencies or schemas that the chain has not, and only a steward can define them");
}

async function withJournal<T>(folder: string | undefined, work: (folder: string) => Promise<T>): Promise<T> {
  if (folder !== undefined) return work(folder);
  const temporary = join(tmpdir(), `lingnan-journal-${randomUUID()}`);
  try {
    return await work(temporary);
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }
}
