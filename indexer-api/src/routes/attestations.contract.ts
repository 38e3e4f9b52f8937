import { z } from "zod";
import type { Contract } from "../http/endpoint.ts";
import { attestationId, NOTHING } from "../http/parameters.ts";
import { access, asOf, hexData, integer } from "../wire/common.ts";
import { statement } from "../wire/statement.ts";

export const getAttestation = {
  operationId: "getAttestation",
  method: "get",
  path: "/v1/attestations/{id}",
  tag: "Attestations",
  summary: "One attestation, and how to verify it on the chain",
  description:
    "`verification.call` asks the attestation registry whether the statement is current; nobody has to believe this " +
    "service. It is null when values are withheld.",
  params: z.strictObject({ id: attestationId }),
  query: NOTHING,
  response: z.strictObject({
    asOf,
    access,
    subject: hexData.meta({ description: "Entity id of the company that it is about." }),
    attestation: statement,
    verification: z
      .strictObject({
        chainId: z.int(),
        registry: hexData,
        schemaId: hexData,
        statement: z
          .strictObject({
            subject: hexData,
            itemKey: hexData,
            observedAt: z.int().meta({ description: "Unix seconds." }),
            evidence: hexData,
            values: z.array(integer),
          })
          .meta({ description: "As `isCurrent`, `openCurrent` and `standingOf` take it." }),
        record: hexData.meta({ description: "The packed record; the id is the beginning of its keccak256." }),
        call: z
          .strictObject({ function: z.string(), to: hexData, data: hexData })
          .meta({ description: "An eth_call that returns whether the statement is current." }),
      })
      .nullable(),
  }),
  responseDescription: "The attestation.",
  problems: ["attestation-unknown", "index-not-ready", "database-gone"],
} as const satisfies Contract;
