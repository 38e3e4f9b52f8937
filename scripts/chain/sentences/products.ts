import { money, percent, type Sentences } from "./words.ts";

/** Why the ProductCatalogue refuses. */
export const PRODUCTS: Sentences = {
  "CriteriaMalformed(uint256)": (_w, offset: bigint) =>
    `the criteria are malformed at byte ${offset}: a predicate is cut off or breaks a rule, or they are longer than 1024 bytes`,
  "ProductCatalogueCodeTaken(bytes32,string,uint32)": (_w, lender: string, code: string, product: bigint) =>
    `entity ${lender} calls its product ${product} "${code}" already, and a code is used once`,
  "ProductCatalogueInvalidCode(string)": (_w, code: string) => `a product's code has 1 to 64 bytes, unlike "${code}"`,
  "ProductCatalogueInvalidTerms((uint56,uint56,uint16,uint16,uint16,uint16,uint16))": (_w, terms: readonly bigint[]) =>
    `the product's terms must be ranges: amounts ${money(terms[0]!)} to ${money(terms[1]!)} from 0.01 CNY, tenors ${terms[2]} to ${terms[3]} from 1 to 360 months, annual rates ${percent(terms[4]!)} to ${percent(terms[5]!)} up to 36 %`,
  "ProductCatalogueInvalidToken(address)": (_w, token: string) =>
    `${token} is no token of 2 to 20 decimals, so loans cannot be settled in it`,
  "ProductCatalogueNotController(bytes32,address)": (_w, lender: string, caller: string) =>
    `${caller} does not act for the lender ${lender}`,
  "ProductCatalogueNotLender(bytes32)": (_w, entity: string) =>
    `entity ${entity} is an ordinary company: only lending institutions publish products`,
  "ProductCatalogueOtherVersion(uint32,uint16,uint16)": (_w, product: bigint, version: bigint, current: bigint) =>
    `product ${product} is at version ${current}, not ${version}: read it again`,
  "ProductCatalogueRetired(uint32)": (_w, product: bigint) => `product ${product} is retired`,
  "ProductCatalogueTokenNotApproved(address)": (_w, token: string) =>
    `the token ${token} is not approved for settlement: the regulator approves tokens`,
  "ProductCatalogueUnknownProduct(uint32)": (_w, product: bigint) => `there is no product ${product}`,
};
