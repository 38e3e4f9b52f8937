import type { Block, Queryable } from "../data/follow-state.ts";
import { listRatings } from "../data/ratings.ts";
import type { RatingQuery, RatingRow } from "../data/ratings.ts";
import { modelBytes, publishedModels } from "../data/score-models.ts";
import { newestStatements, ownStatements } from "../data/score-statements.ts";
import { isSame } from "../scoring/model.ts";
import type { KnownModel } from "../scoring/model.ts";
import { ratingStanding, sourcesOfModel, takenBackBy } from "../scoring/rating.ts";
import type { ModelSource, RatingStanding } from "../scoring/rating.ts";
import type { Services } from "./services.ts";

/** A certified rating, and how it stands now. */
export interface StoodRating {
  row: RatingRow;
  standing: RatingStanding;
  /** Null for a model that the catalogue does not have. */
  model: KnownModel | null;
}

/** Certified ratings of a company, the last one first. */
export async function ratingsOf(
  db: Queryable,
  query: RatingQuery,
  { time }: Block,
  { models }: Pick<Services, "models">,
): Promise<StoodRating[]> {
  const rows = await listRatings(db, query);
  const published = await publishedModels(db);
  const sources = await sourcesByModel(db, rows);
  const schemaIds = [...sources.values()].flat().map(({ schemaId }) => schemaId);
  const statements = await newestStatements(db, [query.subject], [...new Set(schemaIds)]);
  const newest = new Map((statements.get(query.subject) ?? []).map((statement) => [statement.schemaId, statement]));
  const own = await ownStatements(db, query.subject);
  return rows.map((row) => {
    const looksAt = sources.get(keyOf(row)) ?? [];
    const facts = { ...row, isWithdrawn: row.withdrawal !== null, takenBack: takenBackBy(row, looksAt, own) };
    const onChain = published.find(({ family, version }) => family === row.family && version === row.version);
    return {
      row,
      standing: ratingStanding(facts, looksAt, newest, time),
      model: (onChain && models.find((known) => isSame(known, onChain))) ?? null,
    };
  });
}

/** What the models of the ratings look at, as the chain has it. */
async function sourcesByModel(db: Queryable, rows: readonly RatingRow[]): Promise<Map<string, ModelSource[]>> {
  const models = new Map(rows.map((row) => [keyOf(row), row]));
  const sources = new Map<string, ModelSource[]>();
  for (const [key, { family, version }] of models) {
    const bytes = await modelBytes(db, family, version);
    if (bytes !== null) sources.set(key, sourcesOfModel(bytes));
  }
  return sources;
}

function keyOf({ family, version }: RatingRow): string {
  return `${family} ${version}`;
}
