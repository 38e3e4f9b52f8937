import type { Catalogue } from "../../../catalogue/index.ts";
import type { Block, Queryable } from "../data/follow-state.ts";
import { publishedModels } from "../data/score-models.ts";
import {
  nextSubjects,
  queueEverybody,
  queueSubjects,
  queueSubjectsOf,
  replaceScoredModels,
  replaceScores,
  scoredModels,
} from "../data/scores.ts";
import type { ScoredModel, ScoreRow } from "../data/scores.ts";
import { newestOfCompanies } from "../data/statements.ts";
import type { StatementRow } from "../data/statements.ts";
import { assess } from "../scoring/assess.ts";
import { PLATFORM_FAMILY } from "../scoring/credit-grade.ts";
import { dueAt } from "../scoring/due.ts";
import { modelInForce } from "../scoring/model.ts";
import type { KnownModel } from "../scoring/model.ts";
import { regionAt, regionSchemaIds } from "../scoring/region.ts";
import { sourcesAt } from "../scoring/sources.ts";
import type { NewestStatement } from "../scoring/sources.ts";
import type { FeatureKeeper } from "./feature-keeper.ts";
import type { Rows } from "./streams.ts";

/** Companies scored in one transaction: some tens of milliseconds, in which nothing is followed. */
export const BATCH_SIZE = 100;

/** A company of whose score by a family something went wrong. */
export interface Unscorable {
  /** Entity id. */
  readonly subject: string;
  readonly family: string;
  readonly error: unknown;
}

/**
 * Keeps the scores and features of all companies as facts arrive. Whom a page touches is queued in the transaction that stores it;
 * the queue is worked off in batches, each with its rows in one transaction. Whatever stops half way is done again.
 */
export class ScoreKeeper {
  readonly #catalogue: Catalogue;
  readonly #known: readonly KnownModel[];
  readonly #families: readonly string[];
  readonly #features: FeatureKeeper;
  /** Schemas that a score, a row of the list or a feature depends on. */
  readonly #schemaIds: readonly string[];
  readonly #onUnscorable: (company: Unscorable) => void;

  /** @param onUnscorable told of every company that is left out because scoring it failed */
  constructor(
    catalogue: Catalogue,
    known: readonly KnownModel[],
    features: FeatureKeeper,
    onUnscorable: (company: Unscorable) => void,
  ) {
    this.#features = features;
    this.#onUnscorable = onUnscorable;
    this.#catalogue = catalogue;
    this.#known = known;
    this.#families = [...new Set(known.map(({ card }) => card.family))];
    const ids = known.flatMap(({ compiled }) => compiled.sources.map(({ id }) => id));
    this.#schemaIds = [...new Set([...ids, ...regionSchemaIds(catalogue), ...features.schemaIds])];
  }

  /** Queues the companies that a page says something about. Belongs into the transaction that stores the page. */
  async queue(
    db: Queryable,
    { attestations, revocations, legalEntities }: Pick<Rows, "attestations" | "revocations" | "legalEntities">,
  ): Promise<void> {
    const relevant = new Set(this.#schemaIds);
    const subjects = [
      ...attestations.filter(({ schema }) => relevant.has(schema.id)).map(({ subject }) => subject),
      ...legalEntities.filter(({ kind }) => kind === "company").map(({ id }) => id),
    ];
    if (subjects.length > 0) await queueSubjects(db, subjects);
    // A revocation that is read before its attestation is no loss: the attestation queues the company when it comes.
    const revoked = revocations.map(({ id }) => id);
    if (revoked.length > 0) await queueSubjectsOf(db, revoked, this.#schemaIds);
  }

  /**
   * Scores the next batch as of a block up to which everything is stored. Belongs into a transaction of its own.
   * @returns whether there may be more to do at once; false once nobody was left.
   */
  async work(db: Queryable, block: Block): Promise<boolean> {
    const models = await this.#modelsAt(db, block);
    await this.#features.prepare(db, block);
    const subjects = await nextSubjects(db, block.time, BATCH_SIZE);
    if (subjects.length === 0) {
      await this.#features.finished(db);
      return false;
    }
    const found = await newestOfCompanies(db, subjects, this.#schemaIds);
    const companies = subjects.map((subject) => {
      const statements = found.get(subject) ?? [];
      const newest = statements.map(newestOf);
      return {
        subject,
        statements,
        scores: models.flatMap((model) => this.#scoreIfPossible(model, subject, newest, block)),
      };
    });
    await replaceScores(
      db,
      subjects,
      companies.flatMap(({ scores }) => scores),
      block,
    );
    const facts = companies.map(({ scores, ...company }) => ({ ...company, score: gradedScore(models, scores) }));
    await this.#features.work(db, facts, block);
    return true;
  }

  /** The models in force, of each family that can be scored. When they are others than before, everybody is queued. */
  async #modelsAt(db: Queryable, { time }: Block): Promise<KnownModel[]> {
    const published = await publishedModels(db);
    const models = this.#families.flatMap((family) => {
      const found = modelInForce(this.#known, published, family, time);
      return found.state === "known" ? [found.known] : [];
    });
    const names = models.map(({ card: { family, version }, sha256 }) => ({ family, version, sha256 }));
    if (!areSame(await scoredModels(db), names)) {
      await replaceScoredModels(db, names);
      await queueEverybody(db, this.#schemaIds);
    }
    return models;
  }

  /** One company that cannot be scored must not keep the others waiting: it has no row until something of it changes. */
  #scoreIfPossible(
    model: KnownModel,
    subject: string,
    statements: readonly NewestStatement[],
    block: Block,
  ): ScoreRow[] {
    try {
      return this.#score(model, subject, statements, block);
    } catch (error) {
      this.#onUnscorable({ subject, family: model.card.family, error });
      return [];
    }
  }

  /** One row; none for a company about which nothing that the model looks at was ever attested. */
  #score(
    { compiled, card }: KnownModel,
    subject: string,
    statements: readonly NewestStatement[],
    { time }: Block,
  ): ScoreRow[] {
    const sources = sourcesAt(compiled, statements, time);
    if (sources.every(({ newest }) => newest === null)) return [];
    const assessment = assess(compiled, sources, time);
    const { score, range, expiresAt } = assessment;
    const { region, until } = regionAt(this.#catalogue, statements, time);
    const { family, version } = card;
    return [
      {
        ...{ family, subject, version, region, expiresAt },
        ...{ total: score.total, grade: score.grade, coverageBps: score.coverageBps },
        ...{ lowest: range.lowest.total, highest: range.highest.total },
        dueAt: earlier(dueAt(assessment, time), until === null ? null : until + 1n),
      },
    ];
  }
}

function newestOf({ revocation, ...row }: StatementRow): NewestStatement {
  return { ...row, isRevoked: revocation !== null };
}

/** Total and grade by the platform's scorecard; null without a grade. */
function gradedScore(models: readonly KnownModel[], scores: readonly ScoreRow[]) {
  const score = scores.find(({ family }) => family === PLATFORM_FAMILY);
  const card = models.find(({ card: { family } }) => family === PLATFORM_FAMILY)?.card;
  const grade = score && card?.grades[score.grade - 1];
  return score && grade ? { total: score.total, grade: grade.label } : null;
}

function areSame(a: readonly ScoredModel[], b: readonly ScoredModel[]): boolean {
  const textOf = (models: readonly ScoredModel[]) =>
    models.map(({ family, version, sha256 }) => `${family} ${version} ${sha256}`).toSorted();
  return textOf(a).join() === textOf(b).join();
}

function earlier(a: bigint | null, b: bigint | null): bigint | null {
  return a === null || (b !== null && b < a) ? b : a;
}
