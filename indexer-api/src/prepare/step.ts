import type { z } from "zod";
import type { Catalogue } from "../../../catalogue/index.ts";
import type { AccessPolicy } from "../access/policy.ts";
import type { Block, Queryable } from "../data/follow-state.ts";
import type { Deployment } from "../deployment.ts";
import type { FieldError } from "../http/problem.ts";
import type { Party } from "../lending/expectations.ts";
import type { CalledContract } from "./contracts.ts";
import type { Readable } from "./readable.ts";

/** Something that may make the chain refuse a call, or that whoever signs should know. */
export interface Warning {
  code: string;
  en: string;
  zh: string;
}

/** Who has to send the call. */
export interface Sender {
  party: Party | "company" | "counterparty" | "agency";
  /** Null when anybody may send it, or any signer of an agency. */
  entityId: string | null;
  /** Codes of the agencies whose signers may send it. */
  agencies?: readonly string[];
}

/** EIP-712 data to sign instead of sending a transaction. */
export interface TypedData {
  domain: { name: string; version: string; chainId: string; verifyingContract: string };
  types: Readonly<Record<string, readonly { name: string; type: string }[]>>;
  primaryType: string;
  message: Readonly<Record<string, unknown>>;
}

/** A call, in the words of the contract and in those of people. */
export interface Plan {
  contract: CalledContract;
  function: string;
  args: readonly unknown[];
  sender: Sender;
  fields: readonly Readable[];
  warnings: readonly Warning[];
  /** Why the chain would surely refuse; then nothing is prepared. */
  refusals: readonly FieldError[];
  typedData?: TypedData;
}

/** What a step may read: one unchanging view of the index. */
export interface View {
  db: Queryable;
  block: Block;
  catalogue: Catalogue;
  deployment: Deployment;
  policy: AccessPolicy;
}

/** One thing that somebody can do, as a row of the table of steps. */
export interface Step<Body extends z.ZodObject = z.ZodObject> {
  /** Last part of the address: `confirm-receipt`. */
  name: string;
  nameEn: string;
  nameZh: string;
  description: string;
  body: Body;
  plan: (input: z.output<Body>, view: View) => Promise<Plan>;
}

/** Keeps the type of the body between a step's shape and its plan. */
export function defineStep<Body extends z.ZodObject>(step: Step<Body>): Step {
  return step;
}

/** A field of the body with the rule that it breaks. */
export function refusal(field: string, value: bigint | string, rule: string): FieldError {
  return { field: `body.${field}`, value: value.toString(), rule };
}
