import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { CompiledScorecard } from "../../catalogue/index.ts";
import { type CompanyScore, scoreOf } from "../chain/score.ts";
import {
  familyId,
  gradeName,
  PLATFORM,
  RATING_STANDINGS,
  type RatingStanding,
  scorecardInForce,
} from "../chain/scorecards.ts";
import { percent } from "../chain/sentences/words.ts";
import { command, printTable } from "./command.ts";
import { type OpenLedger, openLedger } from "./open-ledger.ts";
import { refusal } from "./refusal.ts";
import { attestersOf, findCompany, type Loss, lossesOf, unknownOf } from "./score.ts";
import { showTime } from "./statement.ts";

export interface ShownScore {
  readonly family: string;
  readonly version: number;
  /** 0 to 1000. */
  readonly total: number;
  /** Position in the scorecard's grades, from 1 for the worst; 0 when too little is known for one. */
  readonly grade: number;
  readonly coverageBps: number;
  /** Unix seconds. */
  readonly expiresAt: number;
  readonly losses: readonly Loss[];
  readonly unknown: readonly Loss[];
  /** How the rating stands that was certified last. */
  readonly certified: RatingStanding;
}

const SHOWN_LOSSES = 5;
const SHOWN_UNKNOWN = 5;

/** What a company's score is now by the model in force, what costs it points, and whether a certified rating stands. */
export async function showScore(
  options: { uscc: string; family: string | undefined; record: string | undefined },
  hre: HardhatRuntimeEnvironment,
): Promise<ShownScore> {
  return printScore(await openLedger(hre, options), options.uscc, options.family ?? PLATFORM);
}

/** @throws Error in a plain sentence when the code is malformed, there is no model, or the ledger knows nothing. */
export async function printScore(ledger: OpenLedger, code: string, family: string): Promise<ShownScore> {
  const company = findCompany(code);
  const { contracts, catalogue, record, chainTime } = ledger;
  const scorecard = await scorecardInForce(contracts, catalogue, family);
  const { card } = scorecard;
  const question = { contracts, scorecard, now: chainTime, fromBlock: record.startBlock };
  const score = await scoreOf(question, company.entityId).catch((cause: unknown) => {
    throw new Error(`not scored: ${refusal(cause, ledger, company)}`, { cause });
  });
  if (score.evidence.length === 0) {
    throw new Error(`the ledger has no current statement about ${company.uscc} that the scorecard ${family} reads`);
  }
  const [rating, standing] = await contracts.Scorecard.ratingOf(company.entityId, familyId(family));
  const certified = RATING_STANDINGS[Number(standing)]!;
  const [losses, unknown] = [lossesOf(scorecard, score), unknownOf(scorecard, score)];
  console.log(
    `${card.nameEn} ${card.nameZh} (${family} v${card.version}) on ${ledger.network}, ${showTime(chainTime)}:`,
  );
  printTable([
    ["company", company.uscc],
    ...scoreLines(ledger, scorecard, score),
    [
      "certified rating",
      certified === "none"
        ? "none: hardhat score certify"
        : `${rating.total} points, ${gradeName(catalogue, card, Number(rating.grade))}, of ${showTime(rating.certifiedAt)}: ${certified}`,
    ],
  ]);
  printLosses(losses);
  printUnknown(ledger, scorecard, unknown);
  const { total, grade, coverageBps, expiresAt } = score;
  return { family, version: card.version, total, grade, coverageBps, expiresAt, losses, unknown, certified };
}

function scoreLines(
  { catalogue }: OpenLedger,
  { card }: CompiledScorecard,
  { total, grade, coverageBps, expiresAt, evidence }: CompanyScore,
): (readonly [string, string])[] {
  const needed = percent(BigInt(card.minimumCoverageBps));
  const rate = card.grades[grade - 1]?.defaultRateBps;
  const meaning = rate === undefined ? `none below ${needed} coverage` : `${percent(BigInt(rate))} default in a year`;
  return [
    ["total", `${total} of 1000`],
    ["grade", `${gradeName(catalogue, card, grade)} (${meaning})`],
    ["coverage", `${percent(BigInt(coverageBps))} of the picture, from ${evidence.length} statements`],
    ["stands until", `${showTime(expiresAt)}, unless a fact changes before`],
  ];
}

function printLosses(losses: readonly Loss[]): void {
  if (losses.length === 0) return console.log("Nothing that is known costs points.");
  console.log("What costs the most points 失分最多的项目:");
  for (const { characteristic, lostPoints } of losses.slice(0, SHOWN_LOSSES)) {
    const { nameEn, nameZh, adviceEn, adviceZh } = characteristic;
    console.log(
      `  ${String(-lostPoints).padStart(5)}  ${nameEn} ${nameZh}\n         ${adviceEn}\n         ${adviceZh}`,
    );
  }
}

function printUnknown({ catalogue }: OpenLedger, scorecard: CompiledScorecard, unknown: readonly Loss[]): void {
  if (unknown.length === 0) return console.log("Everything that the scorecard reads is known.");
  console.log(`What the ledger does not know 未知 (${unknown.length}), and what it could add at best:`);
  for (const { characteristic, lostPoints } of unknown.slice(0, SHOWN_UNKNOWN)) {
    const { nameEn, nameZh } = characteristic;
    const attesters = attestersOf(catalogue, scorecard, characteristic);
    console.log(`  ${`+${lostPoints}`.padStart(5)}  ${nameEn} ${nameZh}: ${attesters}`);
  }
  const others = unknown.slice(SHOWN_UNKNOWN).map(({ characteristic }) => characteristic.nameEn);
  if (others.length > 0) console.log(`         and ${others.join(", ")}`);
}

export default command(showScore);
