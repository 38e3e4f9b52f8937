import { keccak256 } from "ethers";
import { mayShowScores } from "../access/policy.ts";
import type { AccessPolicy } from "../access/policy.ts";
import type { Block, Queryable } from "../data/follow-state.ts";
import { publishedModels } from "../data/score-models.ts";
import { newestStatements } from "../data/score-statements.ts";
import type { Reading } from "../features/reading.ts";
import { Problem } from "../http/problem.ts";
import { creditGradeOf, noCreditGrade, PLATFORM_FAMILY } from "../scoring/credit-grade.ts";
import { explain } from "../scoring/explain.ts";
import type { Explanation } from "../scoring/explain.ts";
import { modelInForce } from "../scoring/model.ts";
import type { KnownModel, PublishedModel } from "../scoring/model.ts";
import { sourcesAt } from "../scoring/sources.ts";
import type { SourceState } from "../scoring/sources.ts";
import type { Services } from "./services.ts";

/** A model of the catalogue that is in force on the chain. */
export interface UsableModel {
  known: KnownModel;
  published: PublishedModel;
}

/** @throws Problem consent-needed where scores may not be shown */
export function requireScores(policy: AccessPolicy): void {
  if (mayShowScores(policy)) return;
  throw new Problem(
    "consent-needed",
    "A score rests on facts that only a company may release, and this service cannot see its consent. What was certified " +
      "on the chain is public: ask for the company's ratings.",
  );
}

/**
 * The model that a family is scored by now.
 * @throws Problem scorecard-unknown, model-not-in-force, or model-unknown when the chain has bytes that are not ours
 */
export async function usableModel(
  db: Queryable,
  family: string,
  { time }: Block,
  { models }: Pick<Services, "models">,
): Promise<UsableModel> {
  const published = await publishedModels(db);
  const found = modelInForce(models, published, family, time);
  if (found.state === "known") return found;
  if (found.state === "unknown") {
    const { version, sha256 } = found.published;
    throw new Problem(
      "model-unknown",
      `On the chain version ${version} of ${family} is in force, whose bytes (SHA-256 ${sha256}) are not those of any ` +
        "scorecard of this service's catalogue. Nothing is scored by another model in its place.",
    );
  }
  const families = new Set([...models.map(({ card }) => card.family), ...published.map((one) => one.family)]);
  if (families.has(family)) {
    throw new Problem("model-not-in-force", `No version of ${family} is in force on the chain; see /v1/scorecards.`);
  }
  throw new Problem(
    "scorecard-unknown",
    `There is no scorecard ${family}; there are ${[...families].sort().join(", ")}.`,
  );
}

/** What the sources of a model say about a company now. */
export async function sourcesOf(
  db: Queryable,
  entityId: string,
  { time }: Block,
  { known: { compiled } }: UsableModel,
): Promise<SourceState[]> {
  const schemaIds = compiled.sources.map(({ id }) => id);
  const statements = await newestStatements(db, [entityId], schemaIds);
  return sourcesAt(compiled, statements.get(entityId) ?? [], time);
}

/** The score of a company by a model in force. */
export async function scoreOf(db: Queryable, entityId: string, block: Block, model: UsableModel): Promise<Explanation> {
  return explain(model.known.compiled, await sourcesOf(db, entityId, block, model), block.time);
}

/** The feature `credit_grade` of a company; unknown, and why, where there is no score or none may be shown. */
export async function creditGrade(
  db: Queryable,
  entityId: string,
  block: Block,
  { models, policy }: Pick<Services, "models" | "policy">,
): Promise<Reading> {
  if (!mayShowScores(policy)) {
    return noCreditGrade("withheld", "the score rests on facts that only the company may release");
  }
  const found = modelInForce(models, await publishedModels(db), PLATFORM_FAMILY, block.time);
  if (found.state === "none") return noCreditGrade("not computable", "no platform scorecard is in force on the chain");
  if (found.state === "unknown") {
    const { version } = found.published;
    return noCreditGrade("not computable", `this service does not have version ${version} of the platform scorecard`);
  }
  return creditGradeOf(await scoreOf(db, entityId, block, found));
}

/** keccak256 of a model's bytes, by which the code of the contract that keeps it can be told. */
export function modelHashOf({ bytes }: KnownModel): string {
  return keccak256(bytes);
}
