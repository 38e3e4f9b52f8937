import {
  attestationIdOf,
  encodeValues,
  entityIdOf,
  loadCatalogue,
  NO_ITEM,
  packRecord,
} from "../../catalogue/index.ts";
import type { Human, Statement } from "../../catalogue/index.ts";
import { applyPolicy } from "../../indexer-api/src/access/policy.ts";
import type { AccessPolicy, VisibleStatement } from "../../indexer-api/src/access/policy.ts";
import type { StatementRow } from "../../indexer-api/src/data/statements.ts";
import { readStatement } from "../../indexer-api/src/ledger/statement.ts";

export const catalogue = loadCatalogue();

/** The company that these tests are about, and the day on which they ask. */
export const COMPANY = "9144030071526726XG";
export const NOW = BigInt(Date.parse("2026-11-23T00:00:00Z") / 1000);
export const DAY = 86_400n;

export interface Circumstances {
  /** Unix seconds; a day before NOW unless given. */
  observedAt?: bigint;
  revoked?: boolean;
  /** Chain integers instead of what the catalogue would encode. */
  values?: readonly bigint[];
  itemKey?: string;
  policy?: AccessPolicy;
}

/** A statement as the chain would take it, stored as the follower would store it. */
export function storedRow(
  schemaName: string,
  facts: Readonly<Record<string, Human | null>>,
  { observedAt = NOW - DAY, revoked = false, values, itemKey = NO_ITEM }: Circumstances = {},
): StatementRow {
  const schema = catalogue.schemaByName.get(schemaName);
  if (!schema) throw new Error(`the catalogue has no schema ${schemaName}`);
  const statement: Statement = {
    schemaId: schema.id,
    subject: entityIdOf(COMPANY),
    itemKey,
    observedAt: Number(observedAt),
    evidence: NO_ITEM,
    values: values ?? encodeValues(schema, facts),
  };
  const { schemaId, subject } = statement;
  return {
    id: attestationIdOf(statement),
    cursor: 1n,
    ...{ schemaId, schemaName, subject, itemKey, observedAt },
    validitySeconds: BigInt(schema.validitySeconds),
    record: packRecord(statement),
    signer: `0x${"11".repeat(20)}`,
    transaction: `0x${"22".repeat(32)}`,
    blockNumber: 7n,
    blockTime: observedAt + 60n,
    isLatest: true,
    revocation: revoked
      ? {
          signer: `0x${"11".repeat(20)}`,
          reason: NO_ITEM,
          transaction: `0x${"33".repeat(32)}`,
          blockNumber: 8n,
          blockTime: observedAt + 120n,
        }
      : null,
  };
}

/** The same as whoever asks at NOW sees it. */
export function stated(
  schemaName: string,
  facts: Readonly<Record<string, Human | null>>,
  circumstances: Circumstances = {},
): VisibleStatement {
  const row = storedRow(schemaName, facts, circumstances);
  return applyPolicy(circumstances.policy ?? "development", readStatement(row, catalogue, NOW));
}
