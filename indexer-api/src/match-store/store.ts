import { setTimeout as sleep } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import type pg from "pg";
import type { Logger } from "pino";
import type { Catalogue } from "../../../catalogue/index.ts";
import { companiesAt, rowOfEntity } from "../data/company-features.ts";
import type { Queryable } from "../data/follow-state.ts";
import { matchEvents } from "../data/match-events.ts";
import type { EventFilter } from "../data/match-events.ts";
import { knowsMark, reportMissingRow, storeStatus } from "../data/match-state.ts";
import type { StoreStatus } from "../data/match-state.ts";
import { MatchEngine } from "../engine/engine.ts";
import { featureSpecsOf } from "../engine/features.ts";
import type { FeatureSpec } from "../engine/features.ts";
import { ChangeLog } from "../follower/change-log.ts";
import { Problem } from "../http/problem.ts";
import type { LedgerProduct } from "../use-cases/products.ts";
import { GenerationEnded, LoadedCompanies, RowMissing } from "./companies.ts";
import { productsToMatch, replaceProducts } from "./product-feed.ts";
import { SnapshotKeeper } from "./snapshot-keeper.ts";
import type { Snapshot } from "./snapshot.ts";
import type { MatchEvent, MatchProgress, MatchService, RowCompany } from "./types.ts";
import { UsccIndex } from "./uscc-index.ts";

export interface MatchStoreOptions {
  readonly pool: pg.Pool;
  readonly catalogue: Catalogue;
  readonly log: Logger;
  /** Which ledger the index must be about: see `ledgerOf`. */
  readonly ledger: string;
  /** Time between two looks at the database. */
  readonly pollMs: number;
  /** Null: no snapshot is kept. */
  readonly snapshotPath: string | null;
  readonly onProgress?: (progress: MatchProgress) => void;
}

/** How often it is said how far loading is. */
const PROGRESS_MS = 3_000;

/** After which to ask again for what is not there yet. */
const RETRY_SECONDS = "2";

/** PostgreSQL's code for a relation that does not exist: the migrations have still to come. */
const NO_SUCH_TABLE = "42P01";

/** A status from which an engine can be built. */
type Usable = StoreStatus & { readonly blockTime: bigint };

/**
 * Keeps an engine with all companies and products of the ledger for as long as the service runs. It begins with the
 * products and no company, so that it answers while companies come, and anew when rows are given out anew.
 */
export class MatchStore implements MatchService {
  readonly #options: MatchStoreOptions;
  readonly #features: readonly FeatureSpec[];
  readonly #snapshots: SnapshotKeeper;
  readonly #changes: ChangeLog;
  readonly #stopping = new AbortController();
  readonly #listeners = new Set<() => void>();
  #running: Promise<void> | undefined;
  #loaded: LoadedCompanies | null = null;
  /** What the engine's products were read at. */
  #productCursors = "";
  #isReady = false;
  #total: number | null = null;
  /** Every event up to this one is in the engine. */
  #event = 0n;
  #saidAtMs = 0;

  constructor(options: MatchStoreOptions) {
    this.#options = options;
    this.#features = featureSpecsOf(options.catalogue);
    this.#snapshots = new SnapshotKeeper(options.snapshotPath, options.log);
    this.#changes = new ChangeLog(options.log);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Finishes the block at hand, and keeps what is loaded for the next start. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    if (this.#loaded !== null && this.#isReady) await this.#snapshots.saveLast(this.#loaded);
    await this.#loaded?.engine.close();
  }

  get progress(): MatchProgress {
    if (this.#loaded === null) return { phase: "starting", loaded: 0, total: this.#total, change: 0n };
    const { engine, change } = this.#loaded;
    const phase = this.#isReady ? "ready" : "loading";
    return { phase, loaded: engine.companies, total: this.#total, change: this.#isReady ? change : 0n };
  }

  get engine(): MatchEngine<LedgerProduct> {
    if (this.#loaded !== null) return this.#loaded.engine;
    throw new Problem("match-loading", "The products are not known yet; the index is still being built.", {
      headers: { "retry-after": RETRY_SECONDS },
    });
  }

  get event(): bigint {
    return this.#event;
  }

  rowOfUscc(uscc: string): number | undefined {
    return this.#loaded?.index.get(uscc);
  }

  rowOfEntity(db: Queryable, entityId: string): Promise<number | undefined> {
    return rowOfEntity(db, entityId);
  }

  async companiesAt(db: Queryable, rows: readonly number[]): Promise<RowCompany[]> {
    const found = await companiesAt(db, rows);
    return rows.flatMap((row) => {
      const company = found.get(row);
      return company === undefined ? [] : [{ row, ...company }];
    });
  }

  /** None that the engine does not know of yet. */
  async events(db: Queryable, filter: EventFilter, after: bigint, limit: number): Promise<MatchEvent[]> {
    const upTo = this.#event;
    const rows = await matchEvents(db, filter, after, limit);
    return rows
      .filter(({ id }) => id <= upTo)
      .map(({ subject, uscc, kind, ...event }) => {
        if (kind === "became eligible" || kind === "ceased eligible") {
          return { ...event, kind, entityId: subject ?? "0x", uscc };
        }
        return { ...event, kind };
      });
  }

  onNews(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      await this.#turn().catch((error: unknown) => this.#failed(error));
      await sleep(this.#options.pollMs, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
    }
  }

  async #failed(error: unknown): Promise<void> {
    if (error instanceof GenerationEnded) return;
    if ((error as { code?: string }).code === NO_SUCH_TABLE)
      return this.#say("waiting: the database has no tables yet");
    this.#say(`cannot keep up: ${(error as Error).message}`);
    if (!(error instanceof RowMissing) || this.#loaded === null) return;
    // A database that cannot be told is told at the next turn.
    await reportMissingRow(this.#options.pool, this.#loaded.generation, error.row).catch(() => undefined);
  }

  /** One look at the database, and what follows from it. */
  async #turn(): Promise<void> {
    const status = await storeStatus(this.#options.pool, this.#loaded?.mark ?? null);
    if (this.#loaded !== null && status?.hasMark !== true) await this.#forget();
    const problem = this.#problemOf(status);
    if (problem !== null) return this.#say(problem);
    const usable = status as Usable;
    this.#total = usable.companies;
    if (this.#loaded === null) await this.#begin(usable);
    else await this.#followProducts(this.#loaded.engine, usable);
    await this.#followCompanies(usable);
    if (this.#isReady && this.#loaded !== null) this.#snapshots.saveIfDue(this.#loaded);
  }

  #problemOf(status: StoreStatus | null): string | null {
    if (status === null) return "waiting: nothing is followed yet";
    if (!status.identity.startsWith(this.#options.ledger)) return "waiting: the index is of another ledger";
    if (status.blockTime === null) return "waiting: the index is being built";
    if (isDeepStrictEqual(status.features, this.#features)) return null;
    return status.features === null ? "waiting: no features yet" : "waiting: the features are of another catalogue";
  }

  /** Products first; then companies from the snapshot, if there is one that fits. */
  async #begin(status: Usable): Promise<void> {
    const { pool, catalogue, log } = this.#options;
    const { generation, identity, change, mark } = status;
    const products = await productsToMatch(pool, catalogue, log);
    const common = { features: this.#features, products, asOf: status.blockTime };
    // One that a snapshot may replace needs no room: there would be twice as much of it for a while.
    const { isKept } = this.#snapshots;
    const first = await MatchEngine.open({ ...common, capacity: isKept ? 0 : status.companies });
    const rows = { generation, identity, change, mark };
    this.#loaded = new LoadedCompanies(pool, {
      ...rows,
      engine: first,
      index: new UsccIndex(isKept ? 0 : status.companies),
    });
    this.#productCursors = status.productCursors;
    this.#report();
    if (!isKept) return;
    const kept = await this.#snapshots.read(status, this.#features, (mark) => knowsMark(pool, mark));
    const engine = await MatchEngine.open({ ...common, ...(kept ?? { capacity: status.companies }) });
    const index = kept === null ? new UsccIndex(status.companies) : UsccIndex.from(kept.codes);
    this.#loaded = new LoadedCompanies(pool, { ...rows, ...pickUp(kept), engine, index });
    await first.close();
  }

  async #forget(): Promise<void> {
    const old = this.#loaded;
    this.#loaded = null;
    this.#isReady = false;
    this.#total = null;
    this.#report();
    if (old === null) return;
    this.#options.log.warn(
      { companies: old.engine.companies },
      "rows of companies are given out anew, or the database has lost what was read; loading again",
    );
    // All of it is let go before as much is loaded again.
    await this.#snapshots.idle();
    await old.engine.close();
  }

  async #followProducts(engine: MatchEngine<LedgerProduct>, { productCursors }: StoreStatus): Promise<void> {
    if (productCursors === this.#productCursors) return;
    const { pool, catalogue, log } = this.#options;
    await replaceProducts(engine, await productsToMatch(pool, catalogue, log));
    this.#productCursors = productCursors;
  }

  async #followCompanies({ companies, change, event, blockTime }: Usable): Promise<void> {
    const loaded = this.#loaded;
    if (loaded === null) return;
    await loaded.append(companies, () => this.#reported());
    if (this.#stopping.signal.aborted) return;
    if (loaded.change < change) await loaded.catchUp();
    await loaded.engine.advance(blockTime);
    if (!this.#isReady)
      this.#say(`ready: ${loaded.engine.companies} companies, ${loaded.engine.products.length} products`);
    this.#isReady = true;
    this.#report();
    if (event === this.#event) return;
    this.#event = event;
    for (const listener of this.#listeners) listener();
  }

  /** Says from time to time how far loading is. @returns whether to go on */
  #reported(): boolean {
    this.#report();
    const nowMs = performance.now();
    if (!this.#isReady && nowMs - this.#saidAtMs >= PROGRESS_MS) {
      this.#saidAtMs = nowMs;
      this.#options.log.info(this.progress, "loading companies");
    }
    return !this.#stopping.signal.aborted;
  }

  #report(): void {
    this.#options.onProgress?.(this.progress);
  }

  #say(message: string): void {
    this.#changes.changed("matching", message);
  }
}

/** Where to go on behind a snapshot. */
function pickUp(kept: Snapshot | null): Partial<Pick<Snapshot, "change" | "mark">> {
  return kept === null ? {} : { change: kept.change, mark: kept.mark };
}
