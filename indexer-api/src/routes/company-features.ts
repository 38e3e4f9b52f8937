import { endpoint } from "../http/endpoint.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { findCompany, readingsOf } from "../use-cases/company.ts";
import type { Services } from "../use-cases/services.ts";
import { NOTHING_KNOWN } from "../features/reading.ts";
import { accessOf, asOfBlock } from "../wire/common.ts";
import { featureView } from "../wire/feature.ts";
import { getCompanyFeatures } from "./company-features.contract.ts";

export function companyFeaturesEndpoint(services: Services): Endpoint {
  const { catalogue, ledger, policy } = services;
  return endpoint(getCompanyFeatures, ({ params: { uscc } }) =>
    ledger.read(async (db, block) => {
      const company = await findCompany(db, uscc);
      const readings = await readingsOf(db, company, block, services);
      return {
        asOf: asOfBlock(block),
        access: accessOf(policy),
        company,
        features: catalogue.features.map((feature) =>
          featureView(feature, readings.get(feature.id) ?? NOTHING_KNOWN, catalogue),
        ),
      };
    }),
  );
}
