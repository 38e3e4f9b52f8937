import { endOf, isTakenBack } from "./sources.ts";
import type { NewestStatement } from "./sources.ts";

/**
 * How a certified rating stands, as `Scorecard.ratingOf` says of the last one of a company and family; `replaced` is what
 * the chain no longer keeps.
 */
export const RATING_STANDINGS = ["current", "revoked", "outdated", "expired", "withdrawn", "replaced"] as const;

export type RatingStanding = (typeof RATING_STANDINGS)[number];

export interface RatingFacts {
  /** Whether a later one of the same company and family was certified. */
  readonly isReplaced: boolean;
  readonly isWithdrawn: boolean;
  /** Unix seconds. */
  readonly expiresAt: bigint;
  /** Bit n: the company had then taken back what it had stated itself for source n. */
  readonly takenBack: bigint;
  /** Bit n: source n of its model was part of the evidence. */
  readonly sources: bigint;
  /** Attestation ids of the evidence, in the order of the sources. */
  readonly evidenceIds: readonly string[];
}

/** What a company stated about itself, and where in the chain's events; the revocation null while there is none. */
export interface OwnStatement {
  readonly schemaId: string;
  /** Unix seconds. */
  readonly observedAt: bigint;
  readonly cursor: bigint;
  readonly revokedCursor: bigint | null;
}

/** A source as the model's bytes on the chain name it. */
export interface ModelSource {
  readonly schemaId: string;
  readonly validitySeconds: bigint;
}

const HEADER_BYTES = 9;
const SOURCES_AT = 5;
const SOURCE_BYTES = 9;

/** The sources of a model, from its bytes: also of one that the catalogue does not have. See `ScoreModel.sol`. */
export function sourcesOfModel(bytes: string): ModelSource[] {
  const model = Buffer.from(bytes.slice(2), "hex");
  return Array.from({ length: model[SOURCES_AT] ?? 0 }, (_, index) => {
    const at = HEADER_BYTES + index * SOURCE_BYTES;
    return {
      schemaId: `0x${model.subarray(at, at + 4).toString("hex")}`,
      validitySeconds: BigInt(model.readUInt32BE(at + 5)),
    };
  });
}

/**
 * `Rating.takenBack` of the contract, which its event does not tell: bit n when the newest that the company had stated for
 * source n at the certification was revoked by then, and would not have expired.
 * @param cursor where in the chain's events it was certified
 */
export function takenBackBy(
  { cursor, certifiedAt }: { readonly cursor: bigint; readonly certifiedAt: bigint },
  sources: readonly ModelSource[],
  own: readonly OwnStatement[],
): bigint {
  const bits = sources.map(({ schemaId, validitySeconds }, index) => {
    const newest = own
      .filter((one) => one.schemaId === schemaId && one.cursor < cursor)
      .reduce<OwnStatement | null>((last, one) => (last && last.observedAt > one.observedAt ? last : one), null);
    if (newest === null || newest.revokedCursor === null || newest.revokedCursor > cursor) return 0n;
    return certifiedAt <= newest.observedAt + validitySeconds ? 1n << BigInt(index) : 0n;
  });
  return bits.reduce((all, bit) => all | bit, 0n);
}

/**
 * The order of the questions is the contract's.
 * @param newest the newest statement of each source about the company
 * @param time unix seconds of the block that is asked about
 */
export function ratingStanding(
  rating: RatingFacts,
  sources: readonly ModelSource[],
  newest: ReadonlyMap<string, NewestStatement>,
  time: bigint,
): RatingStanding {
  if (rating.isReplaced) return "replaced";
  if (rating.isWithdrawn) return "withdrawn";
  const ids: string[] = [];
  let [revoked, arrived] = [false, false];
  for (const [index, { schemaId, validitySeconds }] of sources.entries()) {
    const found = newest.get(schemaId);
    const statement = found && { ...found, validitySeconds };
    if ((rating.sources >> BigInt(index)) & 1n) {
      if (statement?.isRevoked) revoked = true;
      ids.push(statement?.id ?? "");
    } else if (statement) {
      const isCurrent = !statement.isRevoked && time <= endOf(statement);
      const wasTakenBack = ((rating.takenBack >> BigInt(index)) & 1n) === 1n;
      if (isCurrent || (!wasTakenBack && isTakenBack(statement, time))) arrived = true;
    }
  }
  // First, because what is revoked may be what came after the evidence.
  if (ids.join() !== rating.evidenceIds.join()) return "outdated";
  if (revoked) return "revoked";
  if (arrived) return "outdated";
  return time > rating.expiresAt ? "expired" : "current";
}
