import type { MatchEngine } from "../engine/engine.ts";
import type { Queryable } from "../data/follow-state.ts";
import type { LedgerProduct } from "../use-cases/products.ts";

/** How much of what is in the database the engine has. Counts are of companies. */
export interface MatchProgress {
  /** `starting`: products are not known yet. `loading`: more companies come. `ready`: all are there, and kept current. */
  readonly phase: "starting" | "loading" | "ready";
  readonly loaded: number;
  /** Null while nobody has counted them. */
  readonly total: number | null;
  /** Every change of features up to this one is in the engine. */
  readonly change: bigint;
}

/** Which company a row of the engine is. */
export interface RowCompany {
  readonly row: number;
  readonly entityId: string;
  /** Null for a company that is attested about and not registered. */
  readonly uscc: string | null;
}

/** Something that a subscriber hears of. Ids ascend in the order in which things became known. */
export type MatchEvent = MatchEventBase &
  (
    | { readonly kind: "became eligible" | "ceased eligible"; readonly entityId: string; readonly uscc: string | null }
    | { readonly kind: "product offered" | "product changed" | "product retired" }
  );

interface MatchEventBase {
  readonly id: bigint;
  /** Id of the product, as `/v1/products` has it. */
  readonly product: string;
  readonly blockNumber: bigint;
  /** Unix seconds. */
  readonly blockTime: bigint;
}

/** The engine with all companies and products of the ledger. */
export interface MatchService {
  readonly progress: MatchProgress;
  /** @throws Problem match-loading while `starting` */
  readonly engine: MatchEngine<LedgerProduct>;
  /** The row of a registered company, from memory; undefined when there is none. @param uscc in its written form */
  rowOfUscc(uscc: string): number | undefined;
  rowOfEntity(db: Queryable, entityId: string): Promise<number | undefined>;
  /** In the order of `rows`. */
  companiesAt(db: Queryable, rows: readonly number[]): Promise<RowCompany[]>;
  /** Every event up to this one is in the engine; 0 before any is. */
  readonly event: bigint;
  /** Events behind `after`, at most `limit`, of one product or one company or (both null) all. */
  events(
    db: Queryable,
    filter: { product: string | null; entityId: string | null },
    after: bigint,
    limit: number,
  ): Promise<MatchEvent[]>;
  /** Calls back when there may be new events. @returns how to stop */
  onNews(listener: () => void): () => void;
}
