import type { PublishedModel } from "../scoring/model.ts";
import type { Queryable } from "./follow-state.ts";
import { hexOf } from "./hex.ts";

/** Every model that was published, by family and version; those taken back too. */
export async function publishedModels(db: Queryable): Promise<PublishedModel[]> {
  const { rows } = await db.query<{
    family: string;
    version: bigint;
    effective_from: bigint;
    published_at: bigint;
    withdrawn_at: bigint | null;
    document_hash: Buffer;
    sha256: Buffer;
  }>(
    `SELECT family, version, effective_from, published_at, withdrawn_at, document_hash, sha256(model) AS sha256
     FROM score_models ORDER BY family, version`,
  );
  return rows.map((row) => ({
    family: row.family,
    version: Number(row.version),
    effectiveFrom: row.effective_from,
    publishedAt: row.published_at,
    withdrawnAt: row.withdrawn_at,
    documentHash: hexOf(row.document_hash),
    sha256: hexOf(row.sha256),
  }));
}

/** The bytes of a published model, `0x` hex; null when there is none. */
export async function modelBytes(db: Queryable, family: string, version: number): Promise<string | null> {
  const { rows } = await db.query<{ model: Buffer }>(
    "SELECT model FROM score_models WHERE (family, version) = ($1, $2)",
    [family, version],
  );
  return rows[0] ? hexOf(rows[0].model) : null;
}
