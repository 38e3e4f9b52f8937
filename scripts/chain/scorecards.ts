import { encodeBytes32String } from "ethers";
import {
  type Catalogue,
  type CompiledScorecard,
  compileScorecard,
  encodeScorecard,
  type Scorecard,
} from "../../catalogue/index.ts";
import type { LedgerContracts } from "./contracts.ts";

/** The family of scorecards that companies are graded by. */
export const PLATFORM = "platform";

/** States of a certified rating, in the order of the contract's numbers. */
export const RATING_STANDINGS = ["none", "current", "revoked", "outdated", "expired", "withdrawn"] as const;

export type RatingStanding = (typeof RATING_STANDINGS)[number];

/** A family as the chain names it: its text in 32 bytes. */
export function familyId(family: string): string {
  return encodeBytes32String(family);
}

/** The bytes that the chain keeps of a scorecard, `0x` hex. */
export function modelOf(catalogue: Catalogue, card: Scorecard): string {
  return encodeScorecard(compileScorecard(catalogue, card));
}

const NO_GRADE = "no grade (too little known) 暂无等级（已知信息不足）";

/** A grade in Chinese and English: `BBB级 Grade BBB`; in words for 0, which is no grade. */
export function gradeName({ featureById }: Catalogue, { grades }: Scorecard, grade: number): string {
  const label = grades[grade - 1]?.label;
  if (label === undefined) return NO_GRADE;
  const named = featureById.get("credit_grade")?.values?.find((value) => value.label === label);
  return named === undefined ? label : `${named.nameZh} ${named.nameEn}`;
}

/**
 * The scorecard of a family that is in force on the chain, with the catalogue's words for it.
 * @throws Error when there is none, or the catalogue does not have the same one
 */
export async function scorecardInForce(
  { Scorecard: chain }: LedgerContracts,
  catalogue: Catalogue,
  family: string,
): Promise<CompiledScorecard> {
  const families = [...new Set(catalogue.scorecards.map((card) => card.family))];
  if (!families.includes(family)) {
    throw new Error(
      `there is no family of scorecards "${family}": the catalogue has ${families.join(", ") || "none at all"}`,
    );
  }
  const version = Number(await chain.modelInForce(familyId(family)));
  if (version === 0) throw new Error(`no model of the family "${family}" is in force on this chain`);
  const card = catalogue.scorecards.find((known) => known.family === family && known.version === version);
  const { model } = await chain.modelOf(familyId(family), version);
  if (card === undefined || modelOf(catalogue, card) !== model) {
    throw new Error(`version ${version} of the scorecard ${family} on this chain is not one that the catalogue has`);
  }
  return compileScorecard(catalogue, card);
}
