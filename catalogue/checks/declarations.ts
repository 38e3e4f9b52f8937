import type { CatalogueFiles } from "../files.ts";
import type { SchemaRow } from "../shapes.ts";
import { USCC_SYSTEM } from "../uscc.ts";
import type { Report } from "./report.ts";

/** Agencies that the chain's bit field has room for. */
const CONFIRMERS_LIMIT = 240;

/** Only what a company states itself is a declaration; who may answer must be known and be found in the statement. */
export function checkDeclaration(
  { declaration, item, fields }: SchemaRow,
  issuer: string,
  { agencies }: CatalogueFiles,
  report: Report,
): void {
  if (!declaration) return;
  if (issuer !== "subject") report("", "only schemas that the company states itself are declarations");
  if (!item) report("", "a declaration must be about an item: a company declares more than one");
  const counterparty = fields.find(({ id }) => id === declaration.counterparty);
  if (counterparty?.codeSystem !== USCC_SYSTEM) {
    report(
      "/counterparty",
      `"${declaration.counterparty}" must be a field of the schema with a code of ${USCC_SYSTEM}`,
    );
  }
  for (const [index, code] of declaration.confirmers.entries()) {
    const agency = agencies.find((known) => known.code === code);
    if (!agency) report(`/confirmers/${index}`, `no agency has the code "${code}"`);
    else if (agency.number >= CONFIRMERS_LIMIT) {
      report(
        `/confirmers/${index}`,
        `agency ${agency.number} cannot confirm: the chain has room for those below ${CONFIRMERS_LIMIT}`,
      );
    }
    if (declaration.confirmers.indexOf(code) < index) report(`/confirmers/${index}`, `"${code}" is named twice`);
  }
}
