import { changedFeatures, featureBlock } from "../data/company-features.ts";
import type { FeatureBlock } from "../data/company-features.ts";
import type { Queryable } from "../data/follow-state.ts";
import type { MatchEngine } from "../engine/engine.ts";
import type { LedgerProduct } from "../use-cases/products.ts";
import type { UsccIndex } from "./uscc-index.ts";

/** Rows read at once: some 3 MB, some tens of milliseconds. */
const BLOCK_ROWS = 8_192;

/** Rows were given out anew while they were read. */
export class GenerationEnded extends Error {
  constructor() {
    super("the rows of companies are given out anew");
    this.name = "GenerationEnded";
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

  /** @param change up to which the rows that the engine has are up to date */
  constructor(
    db: Queryable,
    {
      engine,
      index,
      generation,
      identity,
      change,
    }: Pick<LoadedCompanies, "engine" | "index" | "generation" | "identity" | "change">,
  ) {
    this.#db = db;
    this.engine = engine;
    this.index = index;
    this.generation = generation;
    this.identity = identity;
    this.#change = change;
  }

  /** Of the rows that the engine has, every change up to this one is in it. */
  get change(): bigint {
    return this.#change;
  }

  /**
   * Adds the rows that the engine does not have, in their order, up to `total`.
   * @param onBlock called after each block; ends it by returning false
   * @throws GenerationEnded
   */
  async append(total: number, onBlock: () => boolean): Promise<void> {
    let coming: Promise<FeatureBlock> | null = null;
    while (this.engine.companies < total) {
      const block: FeatureBlock = await (coming ?? this.#blockAt(this.engine.companies));
      if (block.rows.length === 0) throw new Error(`company_features: no row ${this.engine.companies}, of ${total}`);
      // The database reads while the engine takes over.
      const next: number = this.engine.companies + block.rows.length;
      coming = next < total ? this.#blockAt(next) : null;
      // Whoever waits for it hears of it; nobody may wait for it any more.
      coming?.catch(() => undefined);
      await this.#take(block);
      if (!onBlock()) return;
    }
  }

  /** Takes over what changed of the rows that there are, and those that came. @throws GenerationEnded */
  async catchUp(): Promise<void> {
    const width = this.engine.features.length;
    for (;;) {
      const block = this.#ofThisGeneration(await changedFeatures(this.#db, this.#change, BLOCK_ROWS, width));
      if (block.lastChange === null) return;
      const behind = block.rows.reduce((most, row) => Math.max(most, row + 1), 0);
      if (behind > this.engine.companies) await this.append(behind, () => true);
      await this.#take(block);
      this.#change = block.lastChange;
    }
  }

  async #blockAt(row: number): Promise<FeatureBlock> {
    return this.#ofThisGeneration(await featureBlock(this.#db, row, BLOCK_ROWS, this.engine.features.length));
  }

  #ofThisGeneration(block: FeatureBlock): FeatureBlock {
    if (block.generation !== this.generation) throw new GenerationEnded();
    return block;
  }

  async #take({ rows, usccs, values, scores }: FeatureBlock): Promise<void> {
    await this.engine.loadCompanies(rows, values, scores);
    rows.forEach((row, place) => this.index.set(row, usccs[place] ?? null));
  }
}
