import { ArgumentType } from "hardhat/types/arguments";

/** An option that takes text and may be left out. */
export function text<const Name extends string>(name: Name, description: string) {
  return { name, description, type: ArgumentType.STRING_WITHOUT_DEFAULT as const, defaultValue: undefined };
}

export const record = text("record", "Deployment record (default: DEPLOYMENT_RECORD, else deployments/NETWORK.json)");
export const parameters = text(
  "parameters",
  "JSON5 file of who holds what (default: deployments/NETWORK.parameters.json5)",
);
export const key = text(
  "key",
  "Who signs, if not the usual wallet: a configuration variable's name, or a Ledger account's address",
);
export const company = text("company", "Unified social credit code, 18 characters");
export const schema = text("schema", "Schema, such as tax.credit.v1");
export const item = text(
  "item",
  "Registry number, for schemas of which a company has many statements (patents, declarations)",
);
export const agency = text("agency", "Code of the agency, such as tax");
export const reason = text(
  "reason",
  "Up to 31 bytes of text stand on the chain as they are, of a longer one only the hash",
);
