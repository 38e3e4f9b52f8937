import { DECLARATION_STATES } from "../states.ts";
import type { Sentences } from "./words.ts";

/** Why Declarations refuses. */
export const DECLARATIONS: Sentences = {
  "DeclarationsAnswered(bytes27,uint8)": (_w, id: string, state: bigint) =>
    `declaration ${id} is ${DECLARATION_STATES[Number(state)]} already, and this answer cannot follow`,
  "DeclarationsInvalidRule(bytes4)": (w, schema: string) =>
    `${w.schema(schema)} cannot have declarations: companies must issue it themselves, the counterparty must be one of its fields, and confirmers are numbered from 1`,
  "DeclarationsNoCounterparty(bytes27)": (_w, id: string) =>
    `declaration ${id} names no counterparty but the company itself, so nobody can countersign it`,
  "DeclarationsNotConfirmer(bytes4,uint16,address)": (w, schema: string, agency: bigint, caller: string) =>
    agency === 0n
      ? `${caller} signs for no agency, and declarations of ${w.schema(schema)} are confirmed by agencies`
      : `${w.agency(agency)}, for which ${caller} signs, does not confirm declarations of ${w.schema(schema)}`,
  "DeclarationsNotCounterparty(bytes27,bytes32,address)": (_w, id: string, counterparty: string, caller: string) =>
    `${caller} does not act for entity ${counterparty}, the counterparty that declaration ${id} names`,
  "DeclarationsNotCurrent(bytes27)": (_w, id: string) =>
    `declaration ${id} is not the company's current statement, and only that can be answered`,
  "DeclarationsRuleExists(bytes4)": (w, schema: string) =>
    `who answers to ${w.schema(schema)} is defined already and can never be changed`,
  "DeclarationsUnknownSchema(bytes4)": (w, schema: string) => `statements of ${w.schema(schema)} are no declarations`,
};
