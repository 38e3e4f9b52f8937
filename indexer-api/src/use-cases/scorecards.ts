import type { Block, Queryable } from "../data/follow-state.ts";
import { publishedModels } from "../data/score-models.ts";
import { modelInForce } from "../scoring/model.ts";
import type { KnownModel, PublishedModel } from "../scoring/model.ts";
import type { Services } from "./services.ts";

export type ScorecardState = "in force" | "replaced" | "not yet in force" | "taken back" | "not published";

/** A version of a family: of the catalogue, of the chain, or of both. */
export interface LedgerScorecard {
  known: KnownModel | null;
  published: PublishedModel | null;
  state: ScorecardState;
}

/** Every version of every family, by family and version. */
export async function ledgerScorecards(
  db: Queryable,
  { time }: Block,
  { models }: Pick<Services, "models">,
): Promise<LedgerScorecard[]> {
  const published = await publishedModels(db);
  const key = ({ family, version }: { family: string; version: number }) => `${family} ${version}`;
  const known = new Map(models.map((model) => [key(model.card), model]));
  const onChain = new Map(published.map((model) => [key(model), model]));
  return [...new Set([...known.keys(), ...onChain.keys()])].sort(byFamilyAndVersion).map((name) => {
    const row = onChain.get(name) ?? null;
    return { known: known.get(name) ?? null, published: row, state: stateOf(row, models, published, time) };
  });
}

function stateOf(
  row: PublishedModel | null,
  models: readonly KnownModel[],
  published: readonly PublishedModel[],
  time: bigint,
): ScorecardState {
  if (row === null) return "not published";
  if (row.withdrawnAt !== null) return "taken back";
  if (row.effectiveFrom > time) return "not yet in force";
  const found = modelInForce(models, published, row.family, time);
  return found.state !== "none" && found.published.version === row.version ? "in force" : "replaced";
}

function byFamilyAndVersion(a: string, b: string): number {
  const [[one, first], [other, second]] = [a.split(" "), b.split(" ")] as [[string, string], [string, string]];
  return one < other ? -1 : one > other ? 1 : Number(first) - Number(second);
}
