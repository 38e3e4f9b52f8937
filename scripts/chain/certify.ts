import type { ContractTransactionReceipt, Signer } from "ethers";
import type { Statement } from "../../catalogue/index.ts";
import type { Rpc } from "./provider.ts";
import type { ScoreQuestion } from "./score.ts";
import { evidenceOf, findEvidence } from "./score-evidence.ts";
import { familyId } from "./scorecards.ts";

/** A rating as the chain stored it, and what that took. */
export interface Certified {
  /** 0 to 1000. */
  readonly total: number;
  /** Position in the scorecard's grades, from 1 for the worst; 0 when too little is known for one. */
  readonly grade: number;
  readonly coverageBps: number;
  /** Unix seconds. */
  readonly expiresAt: number;
  readonly statements: number;
  readonly transaction: string;
  readonly gasUsed: bigint;
}

/** Nothing that the scorecard reads is known of a company. */
export class NoEvidence extends Error {}

/**
 * Has the chain score a company from its current statements and keep the rating. Any wallet may.
 * @param subject entity id of the company
 * @param known statements that the caller has at hand, so that they need not be searched for
 * @throws NoEvidence when there is no current statement; what ethers throws when the chain refuses
 */
export async function certify(
  { contracts, scorecard, now, fromBlock }: ScoreQuestion,
  subject: string,
  wallet: Signer,
  known: readonly Statement[] = [],
): Promise<Certified> {
  const { family, version } = scorecard.card;
  const registry = contracts.AttestationRegistry;
  const evidence = evidenceOf(await findEvidence({ registry, scorecard, now, fromBlock, known }, subject));
  if (evidence.length === 0) throw new NoEvidence(`no current statement that the scorecard ${family} reads`);
  const chain = contracts.Scorecard.connect(wallet);
  const sent = await chain.certify(familyId(family), version, subject, evidence);
  const receipt = (await sent.wait())!;
  return { ...storedIn(receipt, chain.interface), statements: evidence.length };
}

function storedIn(
  receipt: ContractTransactionReceipt,
  abi: ScoreQuestion["contracts"]["Scorecard"]["interface"],
): Omit<Certified, "statements"> {
  const event = receipt.logs.map((log) => abi.parseLog(log)).find((log) => log?.name === "RatingCertified");
  const { total, grade, coverageBps, expiresAt } = event!.args.toObject() as Record<string, bigint>;
  return {
    ...{ total: Number(total), grade: Number(grade), coverageBps: Number(coverageBps), expiresAt: Number(expiresAt) },
    ...{ transaction: receipt.hash, gasUsed: receipt.gasUsed },
  };
}

/**
 * When the next block comes, as far as the node knows: a statement that has expired by then is no evidence. A development
 * chain makes no blocks while nothing happens, but its clock runs.
 */
export async function nextBlockTime(provider: Rpc): Promise<number> {
  const pending = (await provider.send("eth_getBlockByNumber", ["pending", false])) as { timestamp: string } | null;
  return pending === null ? (await provider.getBlock("latest"))!.timestamp : Number(pending.timestamp);
}
