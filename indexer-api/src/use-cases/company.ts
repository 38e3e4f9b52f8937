import { entityIdOf } from "../../../catalogue/index.ts";
import { applyPolicy } from "../access/policy.ts";
import type { VisibleStatement } from "../access/policy.ts";
import { entityById } from "../data/entities.ts";
import type { Block, Queryable } from "../data/follow-state.ts";
import { hasStatements, latestStatements } from "../data/statements.ts";
import type { LatestRow } from "../data/statements.ts";
import { factBookOf } from "../features/facts.ts";
import type { Readings } from "../features/engine.ts";
import { Problem } from "../http/problem.ts";
import { readStatement } from "../ledger/statement.ts";
import { creditGrade } from "./score.ts";
import { companyView } from "../wire/company.ts";
import type { CompanyView } from "../wire/company.ts";
import type { Services } from "./services.ts";

/**
 * The company of a code, registered or only attested about.
 * @throws Problem company-unknown when it is neither.
 */
export async function findCompany(db: Queryable, uscc: string): Promise<CompanyView> {
  const entityId = entityIdOf(uscc);
  const row = await entityById(db, entityId);
  if (row === null && !(await hasStatements(db, entityId))) {
    throw new Problem("company-unknown", `${uscc} is not registered, and no agency has attested anything about it.`);
  }
  return companyView(uscc, entityId, row);
}

/** The newest statement for each key, and of how many items of its schema it is one. */
export interface LatestStatement {
  visible: VisibleStatement;
  itemCount: bigint;
}

/** The newest statements about a company, as the access policy lets them be seen. */
export async function latestOf(
  db: Queryable,
  company: CompanyView,
  asOf: Block,
  services: Services,
  maxItems: number,
): Promise<LatestStatement[]> {
  const rows = await latestStatements(db, company.entityId, maxItems);
  const see = (row: LatestRow) => applyPolicy(services.policy, readStatement(row, services.catalogue, asOf.time));
  return rows.map((row) => ({ visible: see(row), itemCount: row.itemCount }));
}

/** Every feature of a company. Items do not enter into features, so one of each schema is read at most. */
export async function readingsOf(
  db: Queryable,
  company: CompanyView,
  asOf: Block,
  services: Services,
): Promise<Readings> {
  const statements = await latestOf(db, company, asOf, services, 1);
  const visible = statements.map((statement) => statement.visible);
  return services.features(factBookOf(visible), asOf.time, await creditGrade(db, company.entityId, asOf, services));
}
