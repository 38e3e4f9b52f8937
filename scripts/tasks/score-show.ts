import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { type CompanyScore, scoreOf } from "../chain/score.ts";
import {
  familyId,
  gradeName,
  PLATFORM,
  RATING_STANDINGS,
  type RatingStanding,
  scorecardInForce,
} from "../chain/scorecards.ts";
import type { CompiledScorecard } from "../../catalogue/index.ts";
import { command, printTable } from "./command.ts";
import { type OpenLedger, openLedger } from "./open-ledger.ts";
import { refusal } from "./refusal.ts";
import { findCompany, type Loss, lossesOf, unknownOf, withheldOf } from "./score.ts";
import { printLosses, printUnknown, printWithheld } from "./score-lists.ts";
import { standingLines, sumLines } from "./score-lines.ts";
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
  readonly withheld: readonly Loss[];
  readonly unknown: readonly Loss[];
  /** How the rating stands that was certified last. */
  readonly certified: RatingStanding;
}

const STANDINGS_ZH: Readonly<Record<RatingStanding, string>> = {
  ...{ none: "无", current: "有效", revoked: "依据已撤销", outdated: "已过时", expired: "已过期", withdrawn: "已撤回" },
};

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
  if (score.statements.every((statement) => statement === null)) {
    throw new Error(`the ledger has no current statement about ${company.uscc} that the scorecard ${family} reads`);
  }
  const { certified, text } = await certifiedRating(ledger, scorecard, company.entityId);
  console.log(
    `${card.nameEn} ${card.nameZh} (${family} v${card.version}) on ${ledger.network}, ${showTime(chainTime)}:`,
  );
  printTable([
    ["company 企业", company.uscc],
    ...sumLines(scorecard, score),
    ...standingLines(catalogue, card, { ...score, statements: score.evidence.length }),
    ["certified rating 链上评级", text],
  ]);
  return { ...printLists(ledger, scorecard, score), family, version: card.version, ...figuresOf(score), certified };
}

async function certifiedRating(
  { contracts, catalogue }: OpenLedger,
  { card }: CompiledScorecard,
  entityId: string,
): Promise<{ certified: RatingStanding; text: string }> {
  const [rating, standing] = await contracts.Scorecard.ratingOf(entityId, familyId(card.family));
  const certified = RATING_STANDINGS[Number(standing)]!;
  if (certified === "none") return { certified, text: "none 无: hardhat score certify" };
  const grade = gradeName(catalogue, card, Number(rating.grade));
  const state = `${certified} ${STANDINGS_ZH[certified]}`;
  return { certified, text: `${rating.total} points, ${grade}, of ${showTime(rating.certifiedAt)}: ${state}` };
}

function printLists({ catalogue }: OpenLedger, scorecard: CompiledScorecard, score: CompanyScore) {
  const losses = lossesOf(scorecard, score);
  const withheld = withheldOf(scorecard, score);
  const unknown = unknownOf(scorecard, score);
  printLosses(losses);
  printWithheld(catalogue, scorecard, withheld, score.statements);
  printUnknown(catalogue, scorecard, unknown);
  return { losses, withheld, unknown };
}

function figuresOf({ total, grade, coverageBps, expiresAt }: CompanyScore) {
  return { total, grade, coverageBps, expiresAt };
}

export default command(showScore);
