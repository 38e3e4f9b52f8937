import {
  attestationIdOf,
  encodeCriteria,
  encodeValues,
  entityIdOf,
  NO_ITEM,
  packRecord,
} from "../../../catalogue/index.ts";
import type { Criterion, Human } from "../../../catalogue/index.ts";
import { recordPage, startAnew, writeCursor } from "../../../indexer-api/src/data/follow-state.ts";
import { FeatureKeeper } from "../../../indexer-api/src/follower/feature-keeper.ts";
import { ScoreKeeper } from "../../../indexer-api/src/follower/score-keeper.ts";
import { storeRows } from "../../../indexer-api/src/follower/streams.ts";
import type { Rows } from "../../../indexer-api/src/follower/streams.ts";
import { knownModels } from "../../../indexer-api/src/scoring/model.ts";
import { catalogue } from "../stated.ts";
import type { TestDatabase } from "./database.ts";

export const LEDGER = "chain 31337, a ledger";
/** Who offers; nobody in the register unless a test puts it there. */
export const LENDER = "9144030071526726XG";
const WALLET = `0x${"11".repeat(20)}`;
const TRANSACTION = `0x${"22".repeat(32)}`;
const models = knownModels(catalogue);

/** Rows of a stream before they have a cursor. */
type Page = { [S in keyof Rows]: Omit<Rows[S][number], "cursor">[] };

/** What a lender puts on the chain. */
export interface Offer {
  readonly productId: bigint;
  readonly code: string;
  readonly version: bigint;
  readonly criteria: readonly Criterion[] | string;
  readonly retired?: boolean;
}

/** Writes what a follower would have read, and does what it does with it. */
export class TestLedger {
  readonly #db: TestDatabase["client"];
  readonly failures: unknown[] = [];
  #keeper = this.#newKeeper();
  #page = emptyPage();
  #cursor = 0n;
  #block = 0n;

  constructor({ client }: TestDatabase) {
    this.#db = client;
  }

  /** Forgets everything, as after a chain took another turn. */
  async startAnew(): Promise<void> {
    await this.#inTransaction(() => startAnew(this.#db, `${LEDGER}, subgraph Qm`));
    this.#page = emptyPage();
    for (const { id, name, agencyNumber, fields, validitySeconds } of catalogue.schemas) {
      this.#page.schemas.push({
        ...{ id, name, agency: { number: agencyNumber }, fields: fields.map((field) => field.id), resolver: null },
        validitySeconds: BigInt(validitySeconds),
      });
    }
    for (const { card, bytes, documentHash } of models) {
      this.#page.scoreModels.push({
        ...{ family: card.family, version: BigInt(card.version), model: bytes, withdrawnAt: null },
        ...{ effectiveFrom: 0n, publishedAt: 0n, documentHash: documentHash ?? TRANSACTION, transaction: TRANSACTION },
      });
    }
  }

  /** Another process takes over: nothing is known but what is in the database. */
  restart(): void {
    this.#keeper = this.#newKeeper();
  }

  register(uscc: string): void {
    const entity = { uscc, kind: "company", status: "active", controller: null, proposedController: null };
    this.#page.legalEntities.push({ ...entity, id: entityIdOf(uscc), registeredAt: 1n });
  }

  /** @returns the attestation id */
  attest(uscc: string, schemaName: string, facts: Readonly<Record<string, Human | null>>, observedAt: bigint): string {
    const schema = catalogue.schemaByName.get(schemaName);
    if (schema === undefined) throw new Error(`the catalogue has no schema ${schemaName}`);
    const statement = {
      ...{ schemaId: schema.id, subject: entityIdOf(uscc), itemKey: NO_ITEM, evidence: NO_ITEM },
      ...{ observedAt: Number(observedAt), values: encodeValues(schema, facts) },
    };
    const id = attestationIdOf(statement);
    this.#page.attestations.push({
      ...{ id, subject: statement.subject, observedAt, record: packRecord(statement), schema: { id: schema.id } },
      submission: { signer: WALLET, transaction: TRANSACTION, blockNumber: this.#block + 1n, timestamp: observedAt },
    });
    return id;
  }

  revoke(id: string, timestamp: bigint): void {
    const revocation = { id, signer: WALLET, reason: NO_ITEM, transaction: TRANSACTION };
    this.#page.revocations.push({ ...revocation, blockNumber: this.#block + 1n, timestamp });
  }

  /** By a lender that the catalogue does not know; `chain-N` is the product's id. */
  offer({ productId, code, version, criteria, retired = false }: Offer): void {
    const lender = { id: entityIdOf(LENDER) };
    const published = { productId, lender, code, type: "credit", version, retired, publishedAt: 1n };
    this.#page.products.push(published);
    this.#page.productVersions.push({
      ...{ product: { productId }, version, collateralKinds: [], settlementToken: null },
      ...{
        minAmountFen: 1n,
        maxAmountFen: 100n,
        minTenorMonths: 1n,
        maxTenorMonths: 12n,
        minRateBps: 1n,
        maxRateBps: 2n,
      },
      criteria: typeof criteria === "string" ? criteria : encodeCriteria(catalogue, criteria),
    });
  }

  /** Stores what came as one block of this time, and computes what follows. @param fail ends the first batch half way */
  async block(time: bigint, { fail = false } = {}): Promise<void> {
    const block = { number: ++this.#block, hash: `0x${this.#block.toString(16).padStart(64, "0")}`, time };
    const rows = this.#rows();
    await this.#inTransaction(async () => {
      for (const [stream, cursor] of await storeRows(this.#db, rows)) await writeCursor(this.#db, stream, cursor);
      await this.#keeper.queue(this.#db, rows);
      await recordPage(this.#db, block, true);
    });
    if (fail) await this.#inTransaction(() => this.#keeper.work(this.#db, block), "ROLLBACK");
    while (await this.#inTransaction(() => this.#keeper.work(this.#db, block)));
  }

  #rows(): Rows {
    const page = Object.entries(this.#page).map(([stream, rows]) => {
      return [stream, rows.map((row) => ({ ...row, cursor: ++this.#cursor }))];
    });
    this.#page = emptyPage();
    return Object.fromEntries(page) as Rows;
  }

  #newKeeper(): ScoreKeeper {
    const features = new FeatureKeeper(catalogue, (_, error) => this.failures.push(error));
    return new ScoreKeeper(catalogue, models, features, ({ error }) => this.failures.push(error));
  }

  async #inTransaction<T>(work: () => Promise<T>, end: "COMMIT" | "ROLLBACK" = "COMMIT"): Promise<T> {
    await this.#db.query("BEGIN");
    const result = await work();
    await this.#db.query(end);
    return result;
  }
}

function emptyPage(): Page {
  const streams: Record<keyof Rows, true> = {
    ...{ schemas: true, signers: true, legalEntities: true, attestations: true, revocations: true, assets: true },
    ...{ liens: true, juniorConsents: true, enforcementConsents: true, advanceRates: true, products: true },
    ...{ productVersions: true, loans: true, loanEvents: true, guarantors: true, guarantees: true },
    ...{ declarationAnswers: true, scoreModels: true, ratings: true, ratingWithdrawals: true },
  };
  return Object.fromEntries(Object.keys(streams).map((stream) => [stream, []])) as unknown as Page;
}
