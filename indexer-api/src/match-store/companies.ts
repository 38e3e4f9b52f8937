import { changedFeatures, featureBlock } from "../data/company-features.ts";
import type { FeatureBlock } from "../data/company-features.ts";
import type { Queryable } from "../data/follow-state.ts";
import type { MatchEngine } from "../engine/engine.ts";
import type { LedgerProduct } from "../use-cases/products.ts";
import type { UsccIndex } from "./uscc-index.ts";

/** Rows read at once: some 3 MB, some tens of milliseconds. */
const BLOCK_ROWS = 8_192;

/** Rows were given out anew while they were read, or the database lost some of what was read. */
export class GenerationEnded extends Error {
  constructor() {
    super("the rows of companies are given out anew");
    this.name = "GenerationEnded";
  }
}

/** The database has no row where one must be. */
export class RowMissing extends Error {
  readonly row: number;

  constructor(row: number) {
    super(`company_features: no row ${row}`);
    this.name = "RowMissing";
    this.row = row;
  }
}

/** An engine's companies, as the database has them. */
export class LoadedCompanies {
  readonly engine: MatchEngine<LedgerProduct>;
  readonly index: UsccIndex;
  readonly generation: string;
  /** Of the ledger and subgraph that the companies are of. */
  readonly identity: string;
  readonly #db: Queryable;
  #change: bigint;
  #mark: string;

  /** @param change up to which the rows that the engine has are up to date */
  constructor(
    db: Queryable,
    {
      engine,
      index,
      generation,
      identity,
      change,
      mark,
    }: Pick<LoadedCompanies, "engine" | "index" | "generation" | "identity" | "change" | "mark">,
  ) {
    this.#db = db;
    this.engine = engine;
    this.index = index;
    this.generation = generation;
    this.identity = identity;
    this.#change = change;
    this.#mark = mark;
  }

  /** Of the rows that the engine has, every change up to this one is in it. */
  get change(): bigint {
    return this.#change;
  }

  /** All that the engine has is in the history of this mark: see `match_marks`. */
  get mark(): string {
    return this.#mark;
  }

  /**
   * Adds the rows that the engine does not have, in their order, up to `total`.
   * @param onBlock called after each block; ends it by returning false
   * @throws GenerationEnded, RowMissing
   */
  async append(total: number, onBlock: () => boolean): Promise<void> {
    let coming: Promise<FeatureBlock> | null = null;
    while (this.engine.companies < total) {
      const first = this.engine.companies;
      const block: FeatureBlock = await (coming ?? this.#blockAt(first));
      const gap = block.rows.findIndex((row, place) => row !== first + place);
      const found = gap < 0 ? block.rows.length : gap;
      if (found < Math.min(BLOCK_ROWS, total - first)) throw new RowMissing(first + found);
      // The database reads while the engine takes over.
      const next: number = first + block.rows.length;
      coming = next < total ? this.#blockAt(next) : null;
      // Whoever waits for it hears of it; nobody may wait for it any more.
      coming?.catch(() => undefined);
      await this.#take(block);
      if (!onBlock()) return;
    }
  }

  /** Takes over what changed of the rows that there are, and those that came. @throws GenerationEnded, RowMissing */
  async catchUp(): Promise<void> {
    for (;;) {
      const block = this.#goesOn(await changedFeatures(this.#db, this.#change, BLOCK_ROWS, this.#reader));
      if (block.lastChange === null) return;
      const behind = block.rows.reduce((most, row) => Math.max(most, row + 1), 0);
      if (behind > this.engine.companies) await this.append(behind, () => true);
      await this.#take(block);
      this.#change = block.lastChange;
    }
  }

  async #blockAt(row: number): Promise<FeatureBlock> {
    return this.#goesOn(await featureBlock(this.#db, row, BLOCK_ROWS, this.#reader));
  }

  get #reader() {
    return { width: this.engine.features.length, mark: this.#mark };
  }

  /** The mark moves before the rows: a snapshot that is being written may have some of them already. */
  #goesOn(block: FeatureBlock): FeatureBlock {
    if (block.generation !== this.generation || !block.hasMark) throw new GenerationEnded();
    this.#mark = block.mark;
    return block;
  }

  async #take({ rows, usccs, values, scores }: FeatureBlock): Promise<void> {
    await this.engine.loadCompanies(rows, values, scores);
    rows.forEach((row, place) => this.index.set(row, usccs[place] ?? null));
  }
}
