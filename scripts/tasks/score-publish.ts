import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { Scorecard } from "../../catalogue/index.ts";
import { familyId, modelOf } from "../chain/scorecards.ts";
import { AT_ONCE, documentHashOf, publicationOf, titleOf } from "../deploy/scorecards.ts";
import { governanceDelay, scheduledPublication, type ScheduledPublication } from "../deploy/scorecard-schedule.ts";
import { walletFor } from "../wallets/wallet-for.ts";
import { command, need, printTable } from "./command.ts";
import { perform } from "./office.ts";
import { type OpenLedger, openLedger } from "./open-ledger.ts";
import { parseMoment, showTime } from "./statement.ts";

export interface PublishOptions {
  family: string | undefined;
  modelVersion: string | undefined;
  effectiveFrom: string | undefined;
  key: string | undefined;
  record: string | undefined;
  dryRun: boolean;
}

/** What became of it: no transaction after a dry run, or while its time has not come. */
export interface PublishStep {
  readonly step: "schedule" | "wait" | "execute";
  /** Calldata for the AccessManager that makes the step. */
  readonly data: string;
  readonly transaction?: string;
}

/** Schedules the publication of a scorecard as governance and, run again once the delay is over, executes it. */
export async function publishScorecard(options: PublishOptions, hre: HardhatRuntimeEnvironment): Promise<PublishStep> {
  return publish(await openLedger(hre, options), options);
}

/** @param catalogueDir folder of the catalogue's JSON files; the project's own unless given */
export async function publish(
  ledger: OpenLedger,
  options: Omit<PublishOptions, "record">,
  catalogueDir?: string,
): Promise<PublishStep> {
  const { contracts, record, chainTime } = ledger;
  const card = await cardToPublish(ledger, options);
  const scheduled = await scheduledPublication(contracts, card, record.startBlock);
  if (scheduled) requireSame(ledger, card, scheduled, options.effectiveFrom, catalogueDir);
  const publication = scheduled?.data ?? (await newPublication(ledger, card, options.effectiveFrom, catalogueDir));
  const target = await contracts.Scorecard.getAddress();
  const manager = contracts.AccessManager;
  const encode = (step: "schedule" | "execute") =>
    step === "schedule"
      ? manager.interface.encodeFunctionData("schedule", [target, publication, 0])
      : manager.interface.encodeFunctionData("execute", [target, publication]);
  if (!scheduled) return send(ledger, { step: "schedule", data: encode("schedule") }, card, options);
  const data = encode("execute");
  if (chainTime >= scheduled.readyAt) return send(ledger, { step: "execute", data }, card, options);
  console.log(`${titleOf(card)} is scheduled; run this again from ${showTime(scheduled.readyAt)} on to execute it.`);
  return { step: "wait", data };
}

/** Sends a step as governance, or says what governance would have to send. */
async function send(
  ledger: OpenLedger,
  { step, data }: PublishStep,
  card: Scorecard,
  { dryRun, key }: Pick<PublishOptions, "dryRun" | "key">,
): Promise<PublishStep> {
  const to = await ledger.contracts.AccessManager.getAddress();
  if (dryRun) {
    console.log(`To ${step} the publication of ${titleOf(card)}, governance sends this. Nothing was sent.`);
    printTable(Object.entries({ to, data }));
    return { step, data };
  }
  const wallet = await walletFor("governance", ledger.keys, key);
  const deed = `${titleOf(card)} is ${step === "schedule" ? "scheduled" : "published"}`;
  const { transaction } = await perform(ledger, deed, () => wallet.sendTransaction({ to, data }));
  if (step === "schedule") console.log("Run this again once governance's delay is over, within the week after it.");
  return { step, data, transaction };
}

/** The version that is asked for, or else the family's next. @throws Error that says why there is none */
async function cardToPublish(
  { contracts, catalogue }: OpenLedger,
  options: Pick<PublishOptions, "family" | "modelVersion">,
): Promise<Scorecard> {
  const family = need(options.family, "family");
  const cards = catalogue.scorecards.filter((card) => card.family === family);
  if (cards.length === 0) throw new Error(`--family ${family}: the catalogue has no scorecard of this family`);
  const next = Number(await contracts.Scorecard.newestVersion(familyId(family))) + 1;
  const wanted = options.modelVersion ?? String(next);
  if (!/^[1-9]\d{0,9}$/.test(wanted)) throw new Error(`--model-version ${wanted}: must be a whole number from 1`);
  if (Number(wanted) < next) throw new Error(`version ${wanted} of the scorecard ${family} is on the chain already`);
  if (Number(wanted) > next) throw new Error(`version ${next} of the scorecard ${family} must come before ${wanted}`);
  const card = cards.find(({ version }) => version === next);
  if (card === undefined)
    throw new Error(`the chain has every version of the scorecard ${family} that the catalogue has`);
  return card;
}

function requireSame(
  { catalogue }: OpenLedger,
  card: Scorecard,
  { model, documentHash }: ScheduledPublication,
  effectiveFrom: string | undefined,
  catalogueDir: string | undefined,
): void {
  if (effectiveFrom !== undefined) {
    throw new Error(`--effective-from ${effectiveFrom}: ${titleOf(card)} is scheduled already, with a time of its own`);
  }
  if (model === modelOf(catalogue, card) && documentHash === documentHashOf(card, catalogueDir)) return;
  throw new Error(
    `what governance has scheduled as ${titleOf(card)} is not what the catalogue has: a guardian may cancel it, or it lapses`,
  );
}

/** Calldata of `publishModel`. @throws Error when it would be too early for the contract once it is executed */
async function newPublication(
  { contracts, catalogue, record, chainTime }: OpenLedger,
  card: Scorecard,
  text: string | undefined,
  catalogueDir: string | undefined,
): Promise<string> {
  const chain = contracts.Scorecard;
  const asked = text === undefined ? undefined : parseMoment("--effective-from", text);
  const [delay, notice, lapse] = await Promise.all([
    governanceDelay(contracts, record.startBlock),
    chain.NOTICE(),
    contracts.AccessManager.expiration(),
  ]);
  const first = card.version === 1;
  const earliest = first ? 0 : chainTime + delay + Number(notice);
  if (asked !== undefined && asked < earliest) {
    throw new Error(
      `--effective-from ${text}: must be ${showTime(earliest)} or later, after governance's delay and a notice of ${Number(notice) / 86_400} days`,
    );
  }
  // Executed on the last day on which it may be, it still keeps the notice.
  const effectiveFrom = asked ?? (first ? Number(AT_ONCE) : earliest + Number(lapse));
  const publication = publicationOf(catalogue, card, BigInt(effectiveFrom), catalogueDir);
  return chain.interface.encodeFunctionData("publishModel", [...publication]);
}

export default command(publishScorecard);
