import { BigInt, Bytes, crypto, ethereum, log } from "@graphprotocol/graph-ts";

import { DeclarationAnswered, DeclarationRuleDefined } from "../generated/Declarations/Declarations";
import { Attestation, DeclaredItem, Declaration, DeclarationAnswer, DeclarationRule } from "../generated/schema";
import { agencyId, cursorOf, eventId, issuerOf } from "./ids";
import { wordOrNull } from "./nullable";
import { copy, itemKeyOf, valueOf } from "./records";

/** Names of `DeclarationState` by the chain's number. */
const STATES = ["DECLARED", "COUNTERSIGNED", "CONFIRMED", "REJECTED"];

/** Characters of a unified social credit code, and where they begin in the word that holds them as text. */
const USCC_LENGTH: i32 = 18;
const USCC_OFFSET: i32 = 32 - USCC_LENGTH;

export function handleDeclarationRuleDefined(event: DeclarationRuleDefined): void {
  const rule = new DeclarationRule(event.params.schemaId);
  rule.schema = event.params.schemaId;
  rule.counterpartyAt = event.params.counterpartyAt;
  rule.confirmers = agenciesOf(event.params.confirmers);
  rule.cursor = cursorOf(event);
  rule.save();
}

export function handleDeclarationAnswered(event: DeclarationAnswered): void {
  const params = event.params;
  const state = STATES[params.state];
  const agency = agencyOrNull(params.agencyId);
  const reason = wordOrNull(params.reason);
  const declaration = Declaration.load(params.attestationId);
  if (declaration === null) {
    log.error("Statement {} was no declaration in the indexed blocks: the start block is too late", [
      params.attestationId.toHexString(),
    ]);
  } else {
    declaration.state = state;
    declaration.agency = agency;
    declaration.answeredAt = event.block.timestamp.toI64();
    declaration.reason = reason;
    declaration.cursor = cursorOf(event);
    declaration.save();
  }

  const answer = new DeclarationAnswer(eventId(event));
  answer.declaration = params.attestationId;
  answer.state = state;
  answer.agency = agency;
  answer.counterparty = wordOrNull(params.counterparty);
  answer.wallet = params.wallet;
  answer.reason = reason;
  answer.blockNumber = event.block.number.toI64();
  answer.timestamp = event.block.timestamp.toI64();
  answer.transaction = event.transaction.hash;
  answer.cursor = cursorOf(event);
  answer.save();
}

/** The rule of a schema; null when its statements are no declarations. An agency's never are: nothing is read for them. */
export function ruleOf(schemaId: Bytes): DeclarationRule | null {
  return issuerOf(schemaId) === null ? DeclarationRule.load(schemaId) : null;
}

/** A statement became a declaration, which takes the place of the last one about the same item. */
export function declare(rule: DeclarationRule, attestation: Attestation): void {
  const declaration = new Declaration(attestation.id);
  declaration.attestation = attestation.id;
  declaration.subject = attestation.subject;
  declaration.schema = attestation.schema;
  declaration.itemKey = itemKeyOf(attestation.record);
  declaration.observedAt = attestation.observedAt;
  declaration.counterpartyId = counterpartyOf(rule, attestation);
  declaration.counterparty = declaration.counterpartyId;
  declaration.state = "DECLARED";
  declaration.standing = true;
  declaration.cursor = attestation.cursor;
  declaration.save();
  replaceLast(declaration);
}

/** A statement was revoked: if it was a declaration, it no longer stands. */
export function withdraw(event: ethereum.Event, schemaId: Bytes, attestationId: Bytes): void {
  if (issuerOf(schemaId) === null) fall(attestationId, cursorOf(event));
}

function replaceLast(declaration: Declaration): void {
  const id = declaration.schema.concat(declaration.subject).concat(declaration.itemKey);
  const last = DeclaredItem.load(id);
  if (last !== null) fall(last.declaration, declaration.cursor);
  const item = new DeclaredItem(id);
  item.declaration = declaration.id;
  item.cursor = declaration.cursor;
  item.save();
}

function fall(declarationId: Bytes, cursor: i64): void {
  const declaration = Declaration.load(declarationId);
  if (declaration === null) return;
  declaration.standing = false;
  declaration.cursor = cursor;
  declaration.save();
}

/** Entity id of the counterparty that a statement names; null when it names none, or the company itself. */
function counterpartyOf(rule: DeclarationRule, attestation: Attestation): Bytes | null {
  const word = valueOf(attestation.record, rule.counterpartyAt);
  if (word === null || word[USCC_OFFSET] == 0) return null;
  for (let i = 0; i < USCC_OFFSET; i++) if (word[i] != 0) return null;
  const entityId = Bytes.fromByteArray(crypto.keccak256(copy(word, USCC_OFFSET, USCC_LENGTH)));
  return entityId.equals(attestation.subject) ? null : entityId;
}

/** Id of the agency that answered; null for the chain's 0, which is none. */
function agencyOrNull(number: i32): Bytes | null {
  return number == 0 ? null : agencyId(number);
}

/** Ids of the agencies whose bits are set: bit n is agency n. */
function agenciesOf(bits: BigInt): Bytes[] {
  const agencies: Bytes[] = [];
  for (let number = 1; number < bits.length * 8; number++) {
    if ((bits[number >> 3] >> u8(number & 7)) & 1) agencies.push(agencyId(number));
  }
  return agencies;
}
