import { developmentUscc, parseUscc } from "../../../catalogue/index.ts";
import { DEVELOPMENT_CHAIN_ID } from "../../wallets/development.ts";
import type { DataCompany } from "./folder.ts";
import { InvoiceDataError } from "./problems.ts";

/** The code of each company of a data set, by its id there. */
export type CompanyCodes = ReadonlyMap<string, string>;

/**
 * The unified social credit codes of a data set's companies: the id itself where it is such a code. A masked firm gets a
 * derived code, on the development chain only, because on a real one it could become a real company's.
 * @throws InvoiceDataError naming the companies without a code of their own, on any other chain
 */
export function companyCodes(companies: readonly DataCompany[], chainId: bigint): CompanyCodes {
  const own = companies.map(({ id }) => [id, ownCode(id)] as const);
  const masked = own.filter(([, uscc]) => uscc === undefined);
  if (masked.length > 0 && chainId !== DEVELOPMENT_CHAIN_ID) {
    const rule = `is no unified social credit code, which chain ${chainId} demands`;
    throw new InvoiceDataError(masked.map(([id]) => ({ file: "companies", rule: `company_id "${id}" ${rule}` })));
  }
  return new Map(own.map(([id, uscc]) => [id, uscc ?? developmentUscc(id)]));
}

function ownCode(id: string): string | undefined {
  try {
    return parseUscc(id);
  } catch {
    return undefined;
  }
}
