import type { IScorecard } from "../../build/typechain/contracts/scoring/Scorecard.ts";
import { type CompiledScorecard, evaluateScorecard, type Score } from "../../catalogue/index.ts";
import type { LedgerContracts } from "./contracts.ts";
import { evidenceOf, findEvidence, type SourceStatements, sourceValuesOf } from "./score-evidence.ts";
import { familyId } from "./scorecards.ts";

export interface ScoreQuestion {
  /** Connected to the chain. */
  readonly contracts: LedgerContracts;
  /** The one in force. */
  readonly scorecard: CompiledScorecard;
  /** The chain's time, unix seconds. */
  readonly now: number;
  /** No event of the ledger is older. */
  readonly fromBlock: number;
}

/** A company's score as the chain computes it, with what each point is for. */
export interface CompanyScore extends Score {
  readonly statements: SourceStatements;
  readonly evidence: IScorecard.EvidenceStruct[];
  /** When the first of the evidence expires, unix seconds; 0 without evidence. */
  readonly expiresAt: number;
}

/**
 * Has the chain compute a company's score from its current statements. What each point is for is computed here, and must
 * come to the same.
 * @param subject entity id of the company
 * @throws Error when the chain comes to other points; what ethers throws when it refuses the evidence
 */
export async function scoreOf(question: ScoreQuestion, subject: string): Promise<CompanyScore> {
  const { contracts, scorecard, now, fromBlock } = question;
  const { family, version, characteristics } = scorecard.card;
  const statements = await findEvidence(
    { registry: contracts.AttestationRegistry, scorecard, now, fromBlock },
    subject,
  );
  const evidence = evidenceOf(statements);
  const onChain = await contracts.Scorecard.evaluate(familyId(family), version, subject, evidence);
  const here = evaluateScorecard(scorecard, sourceValuesOf(scorecard, statements), BigInt(now));
  const points = pointsIn(onChain.points);
  const other = here.characteristics.findIndex((own, index) => own.points !== points[index]);
  if (other !== -1 || onChain.total !== BigInt(here.total)) {
    const part = characteristics[other]?.id ?? "the total";
    throw new Error(`${family} v${version}: the chain comes to other points for ${part} than this program`);
  }
  return { ...here, statements, evidence, expiresAt: Number(onChain.expiresAt) };
}

/** Points of each characteristic, as the chain packs them: int16, two bytes each. */
export function pointsIn(packed: string): number[] {
  const bytes = Buffer.from(packed.slice(2), "hex");
  return Array.from({ length: bytes.length / 2 }, (_, index) => bytes.readInt16BE(2 * index));
}
