import type { Block, Queryable } from "../data/follow-state.ts";
import { lifetimes, recordsById } from "../data/score-statements.ts";
import { assess } from "../scoring/assess.ts";
import type { Assessment } from "../scoring/assess.ts";
import { sourcesAt } from "../scoring/sources.ts";
import { momentsOf, newestAt } from "../scoring/timeline.ts";
import type { Lifetime, Moment } from "../scoring/timeline.ts";
import type { UsableModel } from "./score.ts";

/** A moment, the score then, and the score at the moment before; null for the first moment of all. */
export interface ScoredMoment {
  moment: Moment;
  score: Assessment;
  before: Assessment | null;
}

/**
 * What a company's score was whenever it may have changed, the last moment first.
 * @param before only moments before this one, unix seconds; null to begin with the last
 */
export async function scoreHistory(
  db: Queryable,
  entityId: string,
  { time }: Block,
  { known: { compiled } }: UsableModel,
  { before, limit }: { before: bigint | null; limit: number },
): Promise<ScoredMoment[]> {
  const statements = await lifetimes(
    db,
    entityId,
    compiled.sources.map(({ id }) => id),
  );
  const moments = momentsOf(statements, time).filter((moment) => before === null || moment.time < before);
  // One more than is shown, for what the earliest one shown is compared with.
  const wanted = moments.slice(0, limit + 1);
  const records = await recordsById(db, [
    ...new Set(wanted.flatMap((moment) => newestAt(statements, moment.time).map(({ statement }) => statement.id))),
  ]);
  const scores = wanted.map((moment) => scoreAt(compiled, statements, records, moment.time));
  return wanted.slice(0, limit).map((moment, index) => ({
    moment,
    score: scores[index] as Assessment,
    before: scores[index + 1] ?? null,
  }));
}

function scoreAt(
  compiled: Assessment["compiled"],
  statements: readonly Lifetime[],
  records: ReadonlyMap<string, string>,
  time: bigint,
): Assessment {
  const newest = newestAt(statements, time).map(({ statement, isRevoked }) => {
    const { id, schemaId, observedAt, validitySeconds } = statement;
    return { id, schemaId, observedAt, validitySeconds, isRevoked, record: records.get(id) ?? "0x" };
  });
  return assess(compiled, sourcesAt(compiled, newest, time), time);
}
