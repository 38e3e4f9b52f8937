import type { Queryable } from "./follow-state.ts";
import { hexOf, hexOrNull } from "./hex.ts";

/** One version of a product as its lender published it. Amounts in fen, tenors in months, rates in basis points. */
export interface ProductRow {
  productId: bigint;
  /** Entity id. */
  lender: string;
  code: string;
  /** What the code begins with, before the first hyphen. */
  type: string;
  /** Of these terms. */
  version: bigint;
  /** The version that can be had, or could be had last. */
  currentVersion: bigint;
  retired: boolean;
  /** Unix seconds. */
  publishedAt: bigint;
  amountFen: { min: bigint; max: bigint };
  tenorMonths: { min: bigint; max: bigint };
  annualRateBps: { min: bigint; max: bigint };
  /** Codes of the asset kinds that may be pledged. */
  collateralKinds: readonly string[];
  settlementToken: string | null;
  /** As `Criteria.sol` describes them. */
  criteria: string;
}

const SELECT = `
  SELECT p.product_id, p.lender, p.code, p.type, v.version, p.version AS current_version, p.retired, p.published_at,
    v.min_amount_fen, v.max_amount_fen, v.min_tenor_months, v.max_tenor_months, v.min_rate_bps, v.max_rate_bps,
    v.collateral_kinds, v.settlement_token, v.criteria
  FROM products p JOIN product_versions v ON v.product_id = p.product_id`;

/** Every product on the chain with its newest terms. */
export async function currentProducts(db: Queryable): Promise<ProductRow[]> {
  const { rows } = await db.query<DatabaseRow>(`${SELECT} AND v.version = p.version ORDER BY p.product_id`);
  return rows.map(rowOf);
}

/**
 * One product; null when there is none of the number.
 * @param version whose terms are wanted; the current one unless given
 */
export async function productById(db: Queryable, productId: bigint, version?: bigint): Promise<ProductRow | null> {
  const { rows } = await db.query<DatabaseRow>(
    `${SELECT} WHERE p.product_id = $1 AND v.version = coalesce($2::bigint, p.version)`,
    [productId, version ?? null],
  );
  return rows[0] ? rowOf(rows[0]) : null;
}

/** A version of a product. */
export interface VersionKey {
  productId: bigint;
  version: bigint;
}

/** The versions asked for. */
export async function productVersions(db: Queryable, keys: readonly VersionKey[]): Promise<ProductRow[]> {
  const { rows } = await db.query<DatabaseRow>(
    `${SELECT} WHERE (v.product_id, v.version) IN (SELECT * FROM unnest($1::bigint[], $2::bigint[]))`,
    [keys.map(({ productId }) => productId), keys.map(({ version }) => version)],
  );
  return rows.map(rowOf);
}

interface DatabaseRow {
  product_id: bigint;
  lender: Buffer;
  code: string;
  type: string;
  version: bigint;
  current_version: bigint;
  retired: boolean;
  published_at: bigint;
  min_amount_fen: bigint;
  max_amount_fen: bigint;
  min_tenor_months: bigint;
  max_tenor_months: bigint;
  min_rate_bps: bigint;
  max_rate_bps: bigint;
  collateral_kinds: string[];
  settlement_token: Buffer | null;
  criteria: Buffer;
}

function rowOf(row: DatabaseRow): ProductRow {
  return {
    productId: row.product_id,
    lender: hexOf(row.lender),
    code: row.code,
    type: row.type,
    version: row.version,
    currentVersion: row.current_version,
    retired: row.retired,
    publishedAt: row.published_at,
    amountFen: { min: row.min_amount_fen, max: row.max_amount_fen },
    tenorMonths: { min: row.min_tenor_months, max: row.max_tenor_months },
    annualRateBps: { min: row.min_rate_bps, max: row.max_rate_bps },
    collateralKinds: row.collateral_kinds,
    settlementToken: hexOrNull(row.settlement_token),
    criteria: hexOf(row.criteria),
  };
}
