import type { Queryable } from "./follow-state.ts";
import { bytesOf, hexOf, hexOrNull } from "./hex.ts";

/** A registered company or institution. */
export interface EntityRow {
  entityId: string;
  uscc: string;
  kind: EntityKind;
  status: EntityStatus;
  controller: string | null;
  proposedController: string | null;
  /** Unix seconds. */
  registeredAt: bigint;
}

export const ENTITY_KINDS = [
  "company",
  "bank",
  "small_loan",
  "financing_guarantee",
  "regional_equity_market",
  "pawn_shop",
  "financial_leasing",
  "mutual_credit_cooperative",
  "crowdfunding",
] as const;
export type EntityKind = (typeof ENTITY_KINDS)[number];

export const ENTITY_STATUSES = ["active", "suspended"] as const;
export type EntityStatus = (typeof ENTITY_STATUSES)[number];

const COLUMNS = "id, uscc, kind, status, controller, proposed_controller, registered_at";

interface DatabaseRow {
  id: Buffer;
  uscc: string;
  kind: EntityKind;
  status: EntityStatus;
  controller: Buffer | null;
  proposed_controller: Buffer | null;
  registered_at: bigint;
}

/** Null for an entity that is not registered. */
export async function entityById(db: Queryable, entityId: string): Promise<EntityRow | null> {
  const { rows } = await db.query<DatabaseRow>(`SELECT ${COLUMNS} FROM entities WHERE id = $1`, [bytesOf(entityId)]);
  return rows[0] ? rowOf(rows[0]) : null;
}

/** The registered ones of the entities, by id. */
export async function entitiesById(db: Queryable, ids: readonly string[]): Promise<Map<string, EntityRow>> {
  const { rows } = await db.query<DatabaseRow>(`SELECT ${COLUMNS} FROM entities WHERE id = ANY ($1)`, [
    ids.map(bytesOf),
  ]);
  return new Map(rows.map(rowOf).map((row) => [row.entityId, row]));
}

export interface EntityQuery {
  kind: EntityKind | null;
  status: EntityStatus | null;
  /** What the code begins with: letters and digits only. */
  prefix: string | null;
  /** Only codes after this one; null to begin. */
  after: string | null;
  limit: number;
}

/** Registered entities in the order of their codes. */
export async function listEntities(db: Queryable, query: EntityQuery): Promise<EntityRow[]> {
  const { rows } = await db.query<DatabaseRow>(
    `SELECT ${COLUMNS} FROM entities
     WHERE ($1::text IS NULL OR kind = $1) AND ($2::text IS NULL OR status = $2)
       AND ($3::text IS NULL OR starts_with(uscc, $3)) AND ($4::text IS NULL OR uscc > $4)
     ORDER BY uscc LIMIT $5`,
    [query.kind, query.status, query.prefix, query.after, query.limit],
  );
  return rows.map(rowOf);
}

function rowOf(row: DatabaseRow): EntityRow {
  return {
    entityId: hexOf(row.id),
    uscc: row.uscc,
    kind: row.kind,
    status: row.status,
    controller: hexOrNull(row.controller),
    proposedController: hexOrNull(row.proposed_controller),
    registeredAt: row.registered_at,
  };
}
