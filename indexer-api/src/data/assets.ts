import type { Asset, Lien, LienState } from "../lending/collateral.ts";
import type { Queryable } from "./follow-state.ts";
import { bytesOf, hexOf, hexOrNull } from "./hex.ts";

interface AssetDatabaseRow {
  id: Buffer;
  kind: string;
  number: string;
  holder: Buffer;
  schema_id: Buffer;
  observed_at: bigint;
  known_until: bigint;
  in_force: boolean;
  revoked: boolean;
  encumbered: boolean;
  due_at: bigint | null;
  face_value_fen: bigint | null;
  appraised_fen: bigint | null;
  appraised_until: bigint | null;
  appraiser: Buffer | null;
  token_owner: Buffer | null;
  registered_at: bigint;
}

const ASSET = `SELECT id, kind, number, holder, schema_id, observed_at, known_until, in_force, revoked, encumbered, due_at,
  face_value_fen, appraised_fen, appraised_until, appraiser, token_owner, registered_at FROM assets`;

/** The assets of an entity in the order of their ids, those after `after` only. */
export async function assetsOf(
  db: Queryable,
  holder: string,
  { after, limit }: { after: string | null; limit: number },
): Promise<Asset[]> {
  const { rows } = await db.query<AssetDatabaseRow>(
    `${ASSET} WHERE holder = $1 AND ($2::bytea IS NULL OR id > $2) ORDER BY id LIMIT $3`,
    [bytesOf(holder), after === null ? null : bytesOf(after), limit],
  );
  return rows.map(assetOf);
}

/** Those of the ids that the ledger has. */
export async function assetsById(db: Queryable, ids: readonly string[]): Promise<Asset[]> {
  const { rows } = await db.query<AssetDatabaseRow>(`${ASSET} WHERE id = ANY ($1)`, [ids.map(bytesOf)]);
  return rows.map(assetOf);
}

const LIEN = `SELECT asset_id, loan_id, rank, state, secured_fen, value_fen, advance_bps, pledged_at, ended_at FROM liens`;

/** Liens on the assets, live ones by rank, then those that have ended. */
export async function liensOn(db: Queryable, assetIds: readonly string[]): Promise<Lien[]> {
  const { rows } = await db.query<LienDatabaseRow>(
    `${LIEN} WHERE asset_id = ANY ($1) ORDER BY state <> 'live', rank, loan_id`,
    [assetIds.map(bytesOf)],
  );
  return rows.map(lienOf);
}

/** Liens that secure a loan or once did, in the order of the assets' ids. */
export async function liensOfLoan(db: Queryable, loanId: bigint): Promise<Lien[]> {
  const { rows } = await db.query<LienDatabaseRow>(`${LIEN} WHERE loan_id = $1 ORDER BY asset_id`, [loanId]);
  return rows.map(lienOf);
}

/** What the regulator lets be secured, in basis points, by kind; a kind that is absent cannot be pledged. */
export async function advanceRates(db: Queryable): Promise<Map<string, bigint>> {
  const { rows } = await db.query<{ kind: string; advance_bps: bigint }>("SELECT kind, advance_bps FROM advance_rates");
  return new Map(rows.map(({ kind, advance_bps }) => [kind, advance_bps]));
}

/** How far a lienholder lets a later loan be secured behind it. */
export interface JuniorConsent {
  assetId: string;
  seniorLoanId: bigint;
  juniorLoanId: bigint;
  maxSecuredFen: bigint;
}

/** Consents to a loan's pledges. */
export async function juniorConsentsTo(db: Queryable, juniorLoanId: bigint): Promise<JuniorConsent[]> {
  const { rows } = await db.query<{ asset_id: Buffer; senior_loan_id: bigint; max_secured_fen: bigint }>(
    "SELECT asset_id, senior_loan_id, max_secured_fen FROM junior_consents WHERE junior_loan_id = $1",
    [juniorLoanId],
  );
  return rows.map((row) => ({
    assetId: hexOf(row.asset_id),
    seniorLoanId: row.senior_loan_id,
    juniorLoanId,
    maxSecuredFen: row.max_secured_fen,
  }));
}

/** To whom a lienholder lets another lienholder sell. */
export interface EnforcementConsent {
  assetId: string;
  loanId: bigint;
  buyer: string | null;
}

/** Consents to the enforcement of a loan. */
export async function enforcementConsentsTo(db: Queryable, enforcingLoanId: bigint): Promise<EnforcementConsent[]> {
  const { rows } = await db.query<{ asset_id: Buffer; loan_id: bigint; buyer: Buffer | null }>(
    "SELECT asset_id, loan_id, buyer FROM enforcement_consents WHERE enforcing_loan_id = $1",
    [enforcingLoanId],
  );
  return rows.map((row) => ({ assetId: hexOf(row.asset_id), loanId: row.loan_id, buyer: hexOrNull(row.buyer) }));
}

function assetOf(row: AssetDatabaseRow): Asset {
  return {
    assetId: hexOf(row.id),
    kind: row.kind,
    number: row.number,
    holder: hexOf(row.holder),
    schemaId: hexOf(row.schema_id),
    inForce: row.in_force,
    revoked: row.revoked,
    encumbered: row.encumbered,
    dueAt: row.due_at,
    faceValueFen: row.face_value_fen,
    observedAt: row.observed_at,
    knownUntil: row.known_until,
    appraisedFen: row.appraised_fen,
    appraisedUntil: row.appraised_until,
    appraiser: hexOrNull(row.appraiser),
    tokenOwner: hexOrNull(row.token_owner),
    registeredAt: row.registered_at,
  };
}

interface LienDatabaseRow {
  asset_id: Buffer;
  loan_id: bigint;
  rank: number;
  state: LienState;
  secured_fen: bigint;
  value_fen: bigint;
  advance_bps: bigint;
  pledged_at: bigint;
  ended_at: bigint | null;
}

function lienOf(row: LienDatabaseRow): Lien {
  return {
    assetId: hexOf(row.asset_id),
    loanId: row.loan_id,
    state: row.state,
    rank: row.rank === 0 ? null : row.rank,
    securedFen: row.secured_fen,
    valueFen: row.value_fen,
    advanceBps: row.advance_bps,
    pledgedAt: row.pledged_at,
    endedAt: row.ended_at,
  };
}
