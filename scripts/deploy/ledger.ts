import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ContractTransactionReceipt, Signer } from "ethers";
import type { Catalogue, Scorecard } from "../../catalogue/index.ts";
import { type AccessManager, ledgerContracts, type LedgerContracts } from "../chain/contracts.ts";
import type { Rpc } from "../chain/provider.ts";
import { type Call, sendCalls } from "../chain/send.ts";
import { describeRate, rateCalls, type RateLeft, ratesLeft } from "./advance-rates.ts";
import { createContracts } from "./contracts.ts";
import { missingDefinitions, missingResolvers } from "./definitions.ts";
import { describeDeployment } from "./describe.ts";
import { administratorAmong, handover, requireHandover, temporaryOffices } from "./handover.ts";
import { type LedgerParameters, refuseDevelopmentWallets } from "./parameters.ts";
import type { DeploymentRecord } from "./record.ts";
import { publicationCalls, titleOf, unpublishedScorecards } from "./scorecards.ts";
import { missingWiring } from "./wiring.ts";

export interface LedgerDeployment {
  readonly provider: Rpc;
  /** Name of the network, for the record. */
  readonly network: string;
  readonly catalogue: Catalogue;
  /** Folder that the catalogue was read from; the project's own unless given. */
  readonly catalogueDir?: string;
  readonly parameters: LedgerParameters;
  /** Creates and wires everything, and gives up every right at the end; not needed any more once it has. */
  readonly deployer: Signer | undefined;
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
  /**
   * What only governance or a regulator can still do, in plain words: empty unless parameters or catalogue changed after
   * the handover.
   */
  readonly pending: readonly string[];
}

/**
 * Brings a network to what parameters and catalogue say, from wherever it stands: a fresh chain, a deployment that was
 * interrupted, or a finished one that an older catalogue had made. Each step looks at the chain and sends what is
 * missing, so running it again sends nothing.
 * @throws Error that names the step's call and why the chain refused it; what was done before stays and counts.
 */
export async function deployLedger(options: LedgerDeployment): Promise<LedgerOutcome> {
  const { provider, catalogue, parameters, onStep } = options;
  const account = await options.deployer?.getAddress();
  const { chainId } = await provider.getNetwork();
  refuseDevelopmentWallets(chainId, parameters, account);
  // It gives up every role at the end, so whoever holds an office cannot be the deployer.
  const deployer = officeHolders(parameters).includes(account ?? "") ? undefined : options.deployer;

  onStep?.("contracts");
  const creations = await withJournal(options.journalFolder, (folder) => createContracts(provider, deployer, folder));
  const contracts = await ledgerContracts(creations, deployer ?? provider);
  const manager = contracts.AccessManager;
  const receipts: ContractTransactionReceipt[] = [];
  const send = async (through: AccessManager, calls: readonly Call[]) => {
    receipts.push(...(await sendCalls(through, calls)));
  };

  onStep?.("roles");
  const administrator = await administratorAmong(manager, deployer);
  if (!administrator) await requireHandover(manager);
  const wiring = await missingWiring(contracts, parameters, catalogue);
  if (administrator) await send(manager, [...wiring, ...(await temporaryOffices(manager, administrator))]);

  onStep?.("agencies and schemas");
  const fromBlock = creations.AccessManager.block;
  const definitions = await missingDefinitions(contracts, catalogue, fromBlock);
  if (definitions.length > 0) {
    const steward = administrator ?? (await needSteward(options));
    await send(manager.connect(steward), definitions);
  }

  onStep?.("advance rates");
  const rates = await ratesLeft(contracts, catalogue, fromBlock);
  if (administrator) await send(manager, await rateCalls(contracts, rates));

  onStep?.("scorecards");
  const cards = await unpublishedScorecards(contracts, catalogue);
  if (administrator) await send(manager, await publicationCalls(contracts, options, cards));

  onStep?.("handover");
  if (administrator) await send(manager, await handover(manager, administrator, parameters));

  const record = await describeDeployment(options, creations);
  const pending = administrator ? [] : await leftToOthers(contracts, catalogue, { wiring, rates, cards });
  return { record, contracts, transactions: receipts.length, pending };
}

interface Left {
  readonly wiring: readonly Call[];
  readonly rates: readonly RateLeft[];
  readonly cards: readonly Scorecard[];
}

/** What no steward can do: whose it is, and what. */
async function leftToOthers(
  contracts: LedgerContracts,
  catalogue: Catalogue,
  { wiring, rates, cards }: Left,
): Promise<string[]> {
  const governed = [...wiring.map(({ description }) => description), ...(await missingResolvers(contracts, catalogue))];
  return [
    ...governed.map((deed) => `governance, which must schedule it: ${deed}`),
    ...cards.map((card) => `governance (hardhat score publish --family ${card.family}): publish ${titleOf(card)}`),
    ...rates.map((left) => `a regulator (hardhat advance-rate set): ${describeRate(left)}`),
  ];
}

function officeHolders(parameters: LedgerParameters): string[] {
  const { governance, guardians, regulators, registrars, stewards, agencyAdmins } = parameters;
  return [governance, ...guardians, ...regulators, ...registrars, ...stewards, ...Object.values(agencyAdmins).flat()];
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
