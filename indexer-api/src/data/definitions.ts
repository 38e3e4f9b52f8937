import type { Queryable } from "./follow-state.ts";
import { hexOf, hexOrNull } from "./hex.ts";

/** A schema as the chain has it. */
export interface SchemaRow {
  id: string;
  name: string;
  /** 0 when the subject itself issues. */
  agencyNumber: number;
  fields: string[];
  validitySeconds: bigint;
  resolver: string | null;
}

/** Every schema that was defined on the chain, in the order of ids, which is that of agencies. */
export async function listSchemas(db: Queryable): Promise<SchemaRow[]> {
  const { rows } = await db.query<{
    id: Buffer;
    name: string;
    agency_number: number;
    fields: string[];
    validity_seconds: bigint;
    resolver: Buffer | null;
  }>("SELECT id, name, agency_number, fields, validity_seconds, resolver FROM schemas ORDER BY id");
  return rows.map((row) => ({
    id: hexOf(row.id),
    name: row.name,
    agencyNumber: row.agency_number,
    fields: row.fields,
    validitySeconds: row.validity_seconds,
    resolver: hexOrNull(row.resolver),
  }));
}

/** A wallet that may sign for an agency now. */
export interface SignerRow {
  wallet: string;
  agencyNumber: number;
  /** Unix seconds. */
  since: bigint;
}

export async function listActiveSigners(db: Queryable): Promise<SignerRow[]> {
  const { rows } = await db.query<{ wallet: Buffer; agency_number: number; since: bigint }>(
    "SELECT wallet, agency_number, since FROM signers WHERE active ORDER BY agency_number, since, wallet",
  );
  return rows.map((row) => ({ wallet: hexOf(row.wallet), agencyNumber: row.agency_number, since: row.since }));
}
