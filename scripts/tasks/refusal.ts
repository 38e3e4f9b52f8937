import { explainRevert } from "../chain/errors.ts";
import type { OpenLedger } from "./open-ledger.ts";

/** Why the chain refused, with the company's code where the chain itself knows only the code's hash. */
export function refusal(
  error: unknown,
  { catalogue }: OpenLedger,
  company?: { readonly uscc: string; readonly entityId: string },
): string {
  const sentence = explainRevert(error, catalogue);
  return company === undefined ? sentence : sentence.replaceAll(company.entityId, company.uscc);
}
