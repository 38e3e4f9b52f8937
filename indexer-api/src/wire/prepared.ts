import { z } from "zod";
import type { PreparedStep } from "../use-cases/prepare.ts";
import { hexData, integer, names } from "./common.ts";

export const readable = z
  .strictObject({
    id: z.string().meta({ description: "As in the call.", example: "amountFen" }),
    ...names,
    value: z.string().meta({ description: "Exact, in `unit`." }),
    display: z.string().meta({ description: "The same for people." }),
    unit: z.string().nullable(),
  })
  .meta({ id: "ReadableField" });

export const warning = z
  .strictObject({ code: z.string().meta({ example: "consent_missing" }), en: z.string(), zh: z.string() })
  .meta({ id: "Warning", description: "Why the chain may refuse, or what the signer should know." });

export const argument = z
  .strictObject({
    name: z.string(),
    type: z.string(),
    value: z.unknown().meta({ description: "Decimal text, hex, or objects and lists of them." }),
  })
  .meta({ id: "CallArgument" });

export const prepared = z
  .strictObject({
    transaction: z.strictObject({ chainId: integer, to: hexData, value: integer, data: hexData }).meta({
      description: "For a wallet to complete with nonce and gas, to sign and to send. This service has no key.",
    }),
    contract: z.string(),
    function: z.string(),
    arguments: z.array(argument).meta({ description: "Decoded from `transaction.data`." }),
    signer: z
      .strictObject({
        party: z.enum(["borrower", "lender", "guarantor", "assignee", "company", "counterparty", "agency", "anybody"]),
        entityId: hexData.nullable(),
        uscc: z.string().nullable(),
        wallets: z.array(hexData).meta({
          description: "Who may send it as the index knows: the entity's controller, or the agencies' signers.",
        }),
      })
      .meta({ description: "Who has to send it. With party `anybody` any wallet may." }),
    fields: z.array(readable).meta({ description: "What is signed, for people." }),
    warnings: z.array(warning),
    typedData: z
      .strictObject({
        domain: z.strictObject({
          name: z.string(),
          version: z.string(),
          chainId: integer,
          verifyingContract: hexData,
        }),
        types: z.record(z.string(), z.array(z.strictObject({ name: z.string(), type: z.string() }))),
        primaryType: z.string(),
        message: z.record(z.string(), z.unknown()),
      })
      .nullable()
      .meta({ description: "EIP-712 data, where the party may sign instead of sending; null elsewhere." }),
  })
  .meta({ id: "PreparedStep" });

export function preparedView({ call, signer, fields, warnings, typedData }: PreparedStep): z.output<typeof prepared> {
  return {
    ...call,
    signer: { ...signer, wallets: [...signer.wallets] },
    fields: [...fields],
    warnings: [...warnings],
    typedData: typedData
      ? {
          ...typedData,
          types: Object.fromEntries(Object.entries(typedData.types).map(([name, parts]) => [name, [...parts]])),
        }
      : null,
  };
}
