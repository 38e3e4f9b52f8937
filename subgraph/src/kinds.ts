/** Names of `AssetKind` by the chain's number less one: the chain's 0 is no asset. */
export const ASSET_KINDS = [
  "INVENTION_PATENT",
  "UTILITY_MODEL",
  "TRADEMARK",
  "COPYRIGHT",
  "SOFTWARE_COPYRIGHT",
  "EXPORT_DECLARATION",
  "IMPORT_DECLARATION",
  "VAT_INVOICE",
  "WAREHOUSE_RECEIPT",
];

/** Names of `AssetRegister` by the chain's number less one: the chain's 0 is none. */
export const ASSET_REGISTERS = [
  "PATENT",
  "TRADEMARK",
  "COPYRIGHT",
  "SOFTWARE_COPYRIGHT",
  "CUSTOMS_DECLARATION",
  "VAT_INVOICE",
  "WAREHOUSE_RECEIPT",
];
