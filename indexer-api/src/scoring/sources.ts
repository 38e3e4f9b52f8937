import { NOT_STATED, unpackRecords } from "../../../catalogue/index.ts";
import type { CompiledScorecard, Schema, SourceValues, Statement } from "../../../catalogue/index.ts";

/** The newest statement that a company has of a schema, whatever became of it. */
export interface NewestStatement {
  readonly id: string;
  readonly schemaId: string;
  /** Unix seconds. */
  readonly observedAt: bigint;
  readonly validitySeconds: bigint;
  readonly isRevoked: boolean;
  /** The packed record. */
  readonly record: string;
}

/** Why a source of a model has no values: nothing was ever attested, or what was does not count any more. */
export type SourceStanding = "current" | "expired" | "revoked" | "not attested";

/** What one source of a model says about a company at a moment. */
export interface SourceState {
  readonly schema: Schema;
  readonly standing: SourceStanding;
  /** Scored as a statement that leaves out every figure: see `isTakenBack`. */
  readonly takenBack: boolean;
  readonly newest: NewestStatement | null;
  /** Null unless the standing is current. */
  readonly statement: Statement | null;
}

/** Agency number of the schemas that companies state themselves, the first two bytes of the schema id. */
export const OWN = "0x0000";

/**
 * Whether a company has revoked what it had stated about itself, and it would not have expired yet: as good as leaving out
 * every figure, and scored so. See `Scorecard._isTakenBack`.
 */
export function isTakenBack(newest: NewestStatement | null, time: bigint): boolean {
  return newest !== null && newest.isRevoked && newest.schemaId.startsWith(OWN) && time <= endOf(newest);
}

/**
 * What each source of a model says, by the rule of `Scorecard._evaluate`: the newest statement counts if it is neither
 * revoked nor expired, and an older one never does. Values are the chain's, whether or not the catalogue's fields allow
 * them, for the chain scores them too.
 * @param time unix seconds of the block that is asked about
 */
export function sourcesAt(
  { sources }: CompiledScorecard,
  statements: readonly NewestStatement[],
  time: bigint,
): SourceState[] {
  const bySchema = new Map(statements.map((statement) => [statement.schemaId, statement]));
  return sources.map((schema) => {
    const newest = bySchema.get(schema.id) ?? null;
    const standing = standingOf(newest, time);
    const statement = standing === "current" && newest ? read(newest) : null;
    return { schema, standing, takenBack: isTakenBack(newest, time), newest, statement };
  });
}

/** As `evaluateScorecard` takes them. */
export function valuesOf(sources: readonly SourceState[]): SourceValues {
  return sources.map(({ schema, statement, takenBack }) =>
    takenBack ? schema.fields.map(() => NOT_STATED) : (statement?.values ?? null),
  );
}

/** The last second at which a statement counts. */
export function endOf({ observedAt, validitySeconds }: NewestStatement): bigint {
  return observedAt + validitySeconds;
}

/** When the first of the evidence expires, unix seconds; null without evidence. */
export function firstExpiry(sources: readonly SourceState[]): bigint | null {
  const ends = sources.flatMap(({ standing, newest }) => (standing === "current" && newest ? [endOf(newest)] : []));
  return ends.reduce<bigint | null>((first, end) => (first === null || end < first ? end : first), null);
}

/** Several families look at one statement, and unpacking it takes longer than scoring it. */
const unpacked = new WeakMap<NewestStatement, Statement>();

function read(newest: NewestStatement): Statement {
  const statement = unpacked.get(newest) ?? unpackRecords(newest.record)[0];
  if (statement === undefined) throw new Error(`attestation ${newest.id} has an empty record`);
  unpacked.set(newest, statement);
  return statement;
}

function standingOf(newest: NewestStatement | null, time: bigint): SourceStanding {
  if (newest === null) return "not attested";
  if (newest.isRevoked) return "revoked";
  return time > endOf(newest) ? "expired" : "current";
}
