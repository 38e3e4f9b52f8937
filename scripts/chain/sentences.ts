import { ADMINISTRATION } from "./sentences/administration.ts";
import { ASSETS } from "./sentences/assets.ts";
import { ATTESTATION } from "./sentences/attestation.ts";
import { DECLARATIONS } from "./sentences/declarations.ts";
import { GUARANTEES } from "./sentences/guarantees.ts";
import { IDENTITY } from "./sentences/identity.ts";
import { LOANS } from "./sentences/loans.ts";
import { PLEDGES } from "./sentences/pledges.ts";
import { PRODUCTS } from "./sentences/products.ts";
import { SCORES } from "./sentences/scores.ts";
import { TOKENS } from "./sentences/tokens.ts";
import type { Sentences } from "./sentences/words.ts";

export type { Words } from "./sentences/words.ts";

/** Every error that the ledger's contracts can raise, by its signature, in plain words. */
export const SENTENCES: Sentences = {
  ...ADMINISTRATION,
  ...IDENTITY,
  ...ATTESTATION,
  ...ASSETS,
  ...PLEDGES,
  ...PRODUCTS,
  ...GUARANTEES,
  ...LOANS,
  ...DECLARATIONS,
  ...SCORES,
  ...TOKENS,
};
