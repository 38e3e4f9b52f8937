import { z } from "zod";
import type { Contract } from "../http/endpoint.ts";
import { NOTHING } from "../http/parameters.ts";
import { agencyRef, asOf, hexData, integer, names, time } from "../wire/common.ts";

const INDEXED = ["index-not-ready", "database-gone"] as const;

export const listAgencies = {
  operationId: "listAgencies",
  method: "get",
  path: "/v1/agencies",
  tag: "Vocabulary",
  summary: "The agencies, and the wallets that sign for them now",
  description: "Names and kinds are the catalogue's, signers the chain's.",
  params: NOTHING,
  query: NOTHING,
  response: z.strictObject({
    asOf,
    items: z.array(
      z.strictObject({
        ...agencyRef.shape,
        kind: z.string(),
        schemas: z.array(z.string()),
        signers: z.array(z.strictObject({ wallet: hexData, since: time })),
      }),
    ),
  }),
  responseDescription: "All agencies.",
  problems: INDEXED,
} as const satisfies Contract;

const field = z.strictObject({
  id: z.string(),
  ...names,
  meaning: z.string().nullable(),
  type: z.string(),
  unit: z.string().nullable(),
  displayUnit: z.string().nullable(),
  scale: z.int(),
  polarity: z.string(),
  values: z.array(z.strictObject({ label: z.string(), ...names })).nullable(),
});

export const listSchemas = {
  operationId: "listSchemas",
  method: "get",
  path: "/v1/schemas",
  tag: "Vocabulary",
  summary: "What can be attested",
  description: "The catalogue's schemas with what the chain has of them, then those that only the chain knows.",
  params: NOTHING,
  query: NOTHING,
  response: z.strictObject({
    asOf,
    items: z.array(
      z.strictObject({
        id: hexData,
        name: z.string(),
        agency: agencyRef,
        onChain: z
          .strictObject({ validitySeconds: integer, fields: z.array(z.string()), resolver: hexData.nullable() })
          .nullable()
          .meta({ description: "Null while it is not defined on this chain." }),
        catalogue: z
          .strictObject({
            ...names,
            description: z.string(),
            item: z.strictObject({ ...names, rule: z.string() }).nullable(),
            validitySeconds: integer,
            update: z.string(),
            access: z.string(),
            fields: z.array(field),
          })
          .nullable()
          .meta({ description: "Null for a schema that the catalogue does not know." }),
        agree: z.boolean().meta({ description: "Whether chain and catalogue say the same about fields and validity." }),
      }),
    ),
  }),
  responseDescription: "All schemas.",
  problems: INDEXED,
} as const satisfies Contract;

export const listFeatures = {
  operationId: "listFeatures",
  method: "get",
  path: "/v1/features",
  tag: "Vocabulary",
  summary: "What products are decided by",
  description: "The criteria vocabulary: each feature, how it is computed and from which facts.",
  params: NOTHING,
  query: NOTHING,
  response: z.strictObject({
    catalogueVersion: z.string(),
    items: z.array(
      z.strictObject({
        id: z.string(),
        ...names,
        type: z.string(),
        unit: z.string().nullable(),
        displayUnit: z.string().nullable(),
        operators: z.array(z.string()),
        fromFacts: z.array(z.string()),
        computation: z.string(),
        values: z.array(z.strictObject({ label: z.string(), ...names })).nullable(),
      }),
    ),
  }),
  responseDescription: "All features.",
  problems: [],
} as const satisfies Contract;
