import { entityIdOf, developmentUscc, type Catalogue, type Statement } from "../../../catalogue/index.ts";
import { makeStatement } from "../../../scripts/agency/statement.ts";

/** 2020-01-01, unix seconds: before every chain of these tests. */
export const FIRST_TIME = 1_577_836_800;
export const DAY = 86_400;

/** A statement of tax arrears, the smallest that the tax agency makes. */
export function arrears(catalogue: Catalogue, company: string, day: number, fen = 100n): Statement {
  const schema = catalogue.schemaByName.get("tax.arrears.v1");
  if (schema === undefined) throw new Error("no such schema");
  return makeStatement(schema, {
    subject: entityIdOf(developmentUscc(company)),
    observedAt: FIRST_TIME + day * DAY,
    facts: { "tax.arrears_amount": fen },
  });
}

/** A history of so many days for so many companies, newest first, to show that order is made and not assumed. */
export function history(catalogue: Catalogue, name: string, companies: number, days: number): Statement[] {
  return Array.from({ length: days }, (_, back) => days - back).flatMap((day) =>
    Array.from({ length: companies }, (_, index) => arrears(catalogue, `${name} ${index}`, day)),
  );
}
