import { z } from "zod";
import type { Contract } from "../http/endpoint.ts";
import { NOTHING, uscc } from "../http/parameters.ts";
import { access, asOf } from "../wire/common.ts";
import { company } from "../wire/company.ts";
import { featureReading } from "../wire/feature.ts";

export const getCompanyFeatures = {
  operationId: "getCompanyFeatures",
  method: "get",
  path: "/v1/companies/{uscc}/features",
  tag: "Companies",
  summary: "The features of one company",
  description:
    "What products are decided by, computed from the current facts: expired, revoked and withheld facts do not count. " +
    "A feature that cannot be computed is unknown and names the facts that are missing.",
  params: z.strictObject({ uscc }),
  query: NOTHING,
  response: z.strictObject({ asOf, access, company, features: z.array(featureReading) }),
  responseDescription: "Every feature, known or not.",
  problems: ["company-unknown", "index-not-ready", "database-gone"],
} as const satisfies Contract;
