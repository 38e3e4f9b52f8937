import type { Signer } from "ethers";

import type { Catalogue, Statement } from "../../catalogue/index.ts";
import { certify, type Certified, nextBlockTime, NoEvidence } from "../chain/certify.ts";
import type { LedgerContracts } from "../chain/contracts.ts";
import type { Rpc } from "../chain/provider.ts";
import { familyId, gradeName, PLATFORM, RATING_STANDINGS, scorecardInForce } from "../chain/scorecards.ts";
import type { SeedCompany } from "./population.ts";

/** A company's certified rating, to show. */
export interface SeededRating extends Certified {
  readonly uscc: string;
  /** Such as `BBB级 Grade BBB`; says so when too little is known for a grade. */
  readonly gradeName: string;
}

export interface Ratings {
  readonly provider: Rpc;
  readonly contracts: LedgerContracts;
  readonly catalogue: Catalogue;
  /** No event of the ledger is older. */
  readonly fromBlock: number;
  /** Companies that may be rated, and what was attested of them. */
  readonly companies: readonly SeedCompany[];
  readonly statements: readonly Statement[];
  /** Pays; anybody may have a company scored. */
  readonly wallet: Signer;
}

/** Companies that are rated: a handful to look at. */
const RATED = 5;

/**
 * Has the chain certify the platform scores of the first companies, but for those whose rating stands and those of which
 * nothing is known. None when the catalogue has no such scorecard.
 */
export async function certifyRatings(ratings: Ratings): Promise<SeededRating[]> {
  const { provider, contracts, catalogue, fromBlock, statements, wallet } = ratings;
  if (!catalogue.scorecards.some(({ family }) => family === PLATFORM)) return [];
  const scorecard = await scorecardInForce(contracts, catalogue, PLATFORM);
  const question = { contracts, scorecard, now: await nextBlockTime(provider), fromBlock };
  const rated: SeededRating[] = [];
  for (const { uscc, entityId } of ratings.companies.slice(0, RATED)) {
    const [, standing] = await contracts.Scorecard.ratingOf(entityId, familyId(PLATFORM));
    if (RATING_STANDINGS[Number(standing)] === "current") continue;
    const own = statements.filter(({ subject }) => subject === entityId);
    const certified = await certify(question, entityId, wallet, own).catch(noneWithoutEvidence);
    if (certified === undefined) continue;
    rated.push({ ...certified, uscc, gradeName: gradeName(catalogue, scorecard.card, certified.grade) });
  }
  return rated;
}

/** Nothing current is known of a company whose invoices are all old. */
function noneWithoutEvidence(error: unknown): undefined {
  if (!(error instanceof NoEvidence)) throw error;
}
