import { isDeepStrictEqual } from "node:util";
import type { Catalogue } from "../../../catalogue/index.ts";
import { applyPolicy } from "../access/policy.ts";
import { featureRows, storeFeatureRows } from "../data/company-features.ts";
import type { FeatureRow } from "../data/company-features.ts";
import { entitiesById } from "../data/entities.ts";
import type { Block, Queryable } from "../data/follow-state.ts";
import { storeMatchEvents } from "../data/match-events.ts";
import type { MatchEventRow } from "../data/match-events.ts";
import { advanceMatchState, matchState, recordFilled, startFeaturesAnew } from "../data/match-state.ts";
import { queueEverybody } from "../data/scores.ts";
import type { StatementRow } from "../data/statements.ts";
import { featureSpecsOf } from "../engine/features.ts";
import type { FeatureSpec } from "../engine/features.ts";
import { encodeCompany } from "../engine/values.ts";
import type { Cell, CompanyValues } from "../engine/values.ts";
import { cellsOf } from "../features/cells.ts";
import type { CellsOf } from "../features/cells.ts";
import { buildFeatureEngine } from "../features/engine.ts";
import type { FeatureEngine } from "../features/engine.ts";
import { factBookOf } from "../features/facts.ts";
import { nextMonth } from "../features/next-month.ts";
import { NOTHING_KNOWN } from "../features/reading.ts";
import type { Reading } from "../features/reading.ts";
import { readStatement } from "../ledger/statement.ts";
import type { LedgerStatement } from "../ledger/statement.ts";
import { EligibilityWatch } from "./eligibility-watch.ts";

/** A company whose features are to be computed, with what was read of it already. */
export interface CompanyFacts {
  /** Entity id. */
  readonly subject: string;
  /** Newest statements of the schemas that `schemaIds` names, and maybe of others. */
  readonly statements: readonly StatementRow[];
  /** Total and label of the grade by the platform's scorecard; null without a grade. */
  readonly score: { readonly total: number; readonly grade: string } | null;
}

/**
 * Keeps the features of all companies in PostgreSQL, and notes whom a change makes eligible for what. Works in the
 * transactions of `ScoreKeeper`, since a grade is a feature.
 */
export class FeatureKeeper {
  readonly #catalogue: Catalogue;
  readonly #specs: readonly FeatureSpec[];
  readonly #features: FeatureEngine;
  readonly #cellsOf: CellsOf;
  readonly #watch: EligibilityWatch;
  readonly #onUnreadable: (subject: string, error: unknown) => void;
  /** Schemas that a feature depends on. */
  readonly schemaIds: readonly string[];

  /** @param onUnreadable told of every company whose features cannot be computed; all of them count as unknown */
  constructor(catalogue: Catalogue, onUnreadable: (subject: string, error: unknown) => void) {
    this.#catalogue = catalogue;
    this.#specs = featureSpecsOf(catalogue);
    this.#features = buildFeatureEngine(catalogue);
    this.#cellsOf = cellsOf(catalogue);
    this.#watch = new EligibilityWatch(catalogue, this.#specs);
    this.#onUnreadable = onUnreadable;
    this.schemaIds = schemasOf(catalogue);
  }

  /**
   * Before companies are looked at: rows of other features than the catalogue's, or with a hole, are thrown away and everybody
   * is queued; products that are others than before become events.
   */
  async prepare(db: Queryable, block: Block): Promise<void> {
    const { features, missingRow } = await matchState(db);
    if (missingRow !== null || !isDeepStrictEqual(features, this.#specs)) {
      await startFeaturesAnew(db, this.#specs);
      await queueEverybody(db, this.schemaIds);
    }
    const state = await matchState(db);
    const events = await this.#watch.products(db, block, state);
    if (state.filled && events.length > 0) await this.#record(db, state, { ...state, events }, block);
  }

  /** When nobody is left to look at. */
  async finished(db: Queryable): Promise<void> {
    await recordFilled(db);
  }

  /** Computes and stores the features of these companies as of a block. */
  async work(db: Queryable, companies: readonly CompanyFacts[], block: Block): Promise<void> {
    const subjects = companies.map(({ subject }) => subject);
    const [state, stored, entities] = [
      await matchState(db),
      await featureRows(db, subjects),
      await entitiesById(db, subjects),
    ];
    let { companies: next, change } = state;
    const events: Omit<MatchEventRow, "id">[] = [];
    const rows = companies.map((company): FeatureRow => {
      const { subject } = company;
      const old = stored.get(subject);
      const uscc = entities.get(subject)?.uscc ?? null;
      const computed = { subject, uscc, ...this.#compute(company, block), asOf: block.time };
      if (state.filled) events.push(...this.#watch.company(subject, old, computed));
      if (old !== undefined && isSame(old, computed)) return { ...computed, row: old.row, change: old.change };
      return { ...computed, row: old?.row ?? next++, change: ++change };
    });
    await storeFeatureRows(db, rows);
    await this.#record(db, state, { companies: next, change, events }, block);
  }

  async #record(
    db: Queryable,
    { event }: { event: bigint },
    { companies, change, events }: { companies: number; change: bigint; events: readonly Omit<MatchEventRow, "id">[] },
    block: Block,
  ): Promise<void> {
    const first = nextEvent(event);
    const numbered = events.map((one, index) => ({ ...one, id: first + BigInt(index) }));
    await storeMatchEvents(db, numbered, block);
    await advanceMatchState(db, { companies, change, event: numbered.at(-1)?.id ?? event });
  }

  /** One company that cannot be read must not keep the others waiting: nothing is known of it until something changes. */
  #compute(company: CompanyFacts, block: Block): Pick<FeatureRow, "values" | "score" | "dueAt"> {
    const score = company.score?.total ?? null;
    try {
      return { ...this.#read(company, block), score };
    } catch (error) {
      this.#onUnreadable(company.subject, error);
      const nothing = this.#specs.map(() => null);
      return { values: encodeCompany(this.#specs, nothing), score, dueAt: null };
    }
  }

  #read({ statements, score }: CompanyFacts, { time }: Block): { values: CompanyValues; dueAt: bigint | null } {
    const read = statements.map((row) => readStatement(row, this.#catalogue, time));
    // What is stored is shown to nobody here: whoever answers a request applies the policy that holds for it.
    const facts = factBookOf(read.map((statement) => applyPolicy("development", statement)));
    const grade: Reading = score === null ? NOTHING_KNOWN : { state: "known", value: score.grade, evidence: [] };
    const cells = this.#cellsOf(facts, this.#features(facts, time, grade));
    return { values: encodeCompany(this.#specs, cells), dueAt: dueAt(this.#specs, cells, read, time) };
  }
}

/**
 * Events are numbered by the clock (milliseconds) where it is ahead: a database that was restored gives no number again, so that
 * subscribers who heard of lost events miss none that comes in their place.
 */
function nextEvent(last: bigint): bigint {
  const nowMs = BigInt(Date.now());
  return last < nowMs ? nowMs : last + 1n;
}

/** The first second after `time` at which evidence has expired or a month of an age is over; null when that never comes. */
function dueAt(
  specs: readonly FeatureSpec[],
  cells: readonly Cell[],
  statements: readonly LedgerStatement[],
  time: bigint,
): bigint | null {
  const moments = statements.filter(({ standing }) => standing === "current").map(({ expiresAt }) => expiresAt + 1n);
  for (const [place, { kind }] of specs.entries()) {
    const start = cells[place];
    if (kind === "age" && typeof start === "bigint") moments.push(nextMonth(start, time));
  }
  return moments.reduce<bigint | null>((first, one) => (first === null || one < first ? one : first), null);
}

function isSame(a: FeatureRow, b: Omit<FeatureRow, "row" | "change">): boolean {
  return a.uscc === b.uscc && a.score === b.score && isDeepStrictEqual(a.values, b.values);
}

/** Every version of every schema that carries a fact of a feature. */
function schemasOf({ features, schemas }: Catalogue): string[] {
  const facts = new Set(
    features.flatMap(({ fromFacts, values = [] }) => [
      ...fromFacts,
      ...values.flatMap(({ holdsWhen }) => (holdsWhen ? [holdsWhen.fact] : [])),
    ]),
  );
  return schemas
    .filter(({ item, fields }) => item === null && fields.some(({ id }) => facts.has(id)))
    .map(({ id }) => id);
}
