import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { findCompany, latestOf } from "../use-cases/company.ts";
import type { LatestStatement } from "../use-cases/company.ts";
import type { Services } from "../use-cases/services.ts";
import { accessOf, asOfBlock } from "../wire/common.ts";
import { schemaRefView, statementView } from "../wire/statement.ts";
import type { StatementView } from "../wire/statement.ts";
import { getProfile, PROFILE_ITEMS } from "./profile.contract.ts";

export function profileEndpoint(services: Services): Endpoint {
  const { catalogue, ledger, policy } = services;
  return endpoint(getProfile, ({ params: { uscc } }) =>
    ledger.read(async (db, block) => {
      const company = await findCompany(db, uscc);
      const latest = await latestOf(db, company, block, services, PROFILE_ITEMS);
      const statements = latest.map(({ visible }) => statementView(visible, catalogue));
      return {
        asOf: asOfBlock(block),
        access: accessOf(policy),
        company,
        counts: countsOf(statements),
        agencies: byAgency(statements),
        items: itemsOf(latest),
      };
    }),
  );
}

function countsOf(statements: readonly StatementView[]) {
  const count = (standing: string) => statements.filter((one) => one.standing === standing).length;
  return { current: count("current"), expired: count("expired"), revoked: count("revoked") };
}

function byAgency(statements: readonly StatementView[]) {
  const groups = Map.groupBy(statements, ({ agency }) => agency.number);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first ? [{ agency: first.agency, statements: group }] : [];
  });
}

function itemsOf(latest: readonly LatestStatement[]) {
  const ofItems = latest.filter(({ visible }) => visible.schema?.item);
  return [...Map.groupBy(ofItems, ({ visible }) => visible.row.schemaId).values()].flatMap((group) => {
    const [first] = group;
    return first
      ? [{ schema: schemaRefView(first.visible), count: first.itemCount.toString(), shown: group.length }]
      : [];
  });
}
