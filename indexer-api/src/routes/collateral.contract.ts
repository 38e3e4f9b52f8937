import { z } from "zod";
import type { Contract } from "../http/endpoint.ts";
import { after, limit, page } from "../http/pagination.ts";
import { assetId, NOTHING, uscc } from "../http/parameters.ts";
import { asset } from "../wire/asset.ts";
import { access, asOf } from "../wire/common.ts";
import { company } from "../wire/company.ts";

const INDEXED = ["index-not-ready", "database-gone"] as const;

export const listCollateral = {
  operationId: "listCollateral",
  method: "get",
  path: "/v1/companies/{uscc}/collateral",
  tag: "Assets",
  summary: "Soft assets of one company, their liens, and what is free",
  description:
    "In the order of their ids. `availableFen` is what a further pledge could secure now: the value times the advance rate, " +
    "less what live liens secure; 0 with the reasons in `obstacles`. A lien behind others needs their holders' consent too.",
  params: z.strictObject({ uscc }),
  query: z.strictObject({ limit, after: after(/^0x[0-9a-f]{64}$/) }),
  response: z.strictObject({ asOf, access, company, items: z.array(asset), page }),
  responseDescription: "A page of assets.",
  problems: ["company-unknown", ...INDEXED],
} as const satisfies Contract;

export const getAsset = {
  operationId: "getAsset",
  method: "get",
  path: "/v1/assets/{id}",
  tag: "Assets",
  summary: "One soft asset",
  description: "A patent, mark, copyright, declaration, invoice or warehouse receipt, with its liens.",
  params: z.strictObject({ id: assetId }),
  query: NOTHING,
  response: z.strictObject({ asOf, access, asset }),
  responseDescription: "The asset.",
  problems: ["asset-unknown", ...INDEXED],
} as const satisfies Contract;
