import type { Statement } from "../../catalogue/index.ts";

/** A company to be put on the chain. */
export interface SeedCompany {
  readonly uscc: string;
  /** keccak256 of the USCC. */
  readonly entityId: string;
}

/** Companies and what is said of them, ready to be registered and signed. */
export interface Population {
  readonly companies: readonly SeedCompany[];
  readonly statements: readonly Statement[];
  /** Invoices from which the statements were made, when they come from invoices. */
  readonly invoices?: number;
}
