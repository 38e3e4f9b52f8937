import { ZeroHash } from "ethers";
import type { Statement as CatalogueStatement } from "../../../catalogue/record.ts";
import type { Ledger } from "./ledger.ts";

export { attestationIdOf, packRecord } from "../../../catalogue/record.ts";

/** The catalogue's statement, with values that ethers takes: it wants arrays that may be written to. */
export type Statement = Omit<CatalogueStatement, "values"> & { values: bigint[] };

/** `IAttestationRegistry.Standing`. */
export const STANDING = { unknown: 0n, current: 1n, superseded: 2n, expired: 3n, revoked: 4n } as const;

/** A statement of the tax agency about the fixture's company, with whatever a test wants different. */
export function taxStatement(
  ledger: Ledger,
  observedAt: number,
  changes: Partial<Omit<Statement, "observedAt">> = {},
): Statement {
  return {
    schemaId: ledger.schemas.tax,
    subject: ledger.company,
    itemKey: ZeroHash,
    observedAt,
    evidence: ZeroHash,
    values: [1_234_500n, -99n, 12n],
    ...changes,
  };
}
