import { crypto } from "@graphprotocol/graph-ts";

import { Attested, Revoked } from "../generated/AttestationRegistry/AttestationRegistry";
import { Attestation, Revocation, Submission } from "../generated/schema";
import { declare, ruleOf, withdraw } from "./declarations";
import { cursorOf, eventId } from "./ids";
import { loseEvidence } from "./ratings";
import { ATTESTATION_ID_LENGTH, copy, observedAtOf, recordLength, subjectOf } from "./records";

/**
 * The hot path: one event with up to hundreds of statements. Nothing is loaded and nothing is decoded but the head, unless
 * companies speak for themselves.
 */
export function handleAttested(event: Attested): void {
  const schemaId = event.params.schemaId;
  const records = event.params.records;
  const length = recordLength(records);
  const count = records.length / length;
  const cursor = cursorOf(event);
  const rule = ruleOf(schemaId);

  const submission = new Submission(eventId(event));
  submission.schema = schemaId;
  submission.signer = event.params.signer;
  submission.sender = event.transaction.from;
  submission.count = count;
  submission.blockNumber = event.block.number.toI64();
  submission.timestamp = event.block.timestamp.toI64();
  submission.transaction = event.transaction.hash;
  submission.cursor = cursor;
  submission.save();

  for (let position = 0; position < count; position++) {
    const record = copy(records, position * length, length);
    const attestation = new Attestation(copy(crypto.keccak256(record), 0, ATTESTATION_ID_LENGTH));
    attestation.cursor = cursor | i64(position);
    attestation.submission = submission.id;
    attestation.schema = schemaId;
    attestation.subject = subjectOf(record);
    attestation.observedAt = observedAtOf(record);
    attestation.record = record;
    attestation.save();
    if (rule !== null) declare(rule, attestation);
  }
}

export function handleRevoked(event: Revoked): void {
  const revocation = new Revocation(event.params.attestationId);
  revocation.attestation = event.params.attestationId;
  revocation.schema = event.params.schemaId;
  revocation.subject = event.params.subject;
  revocation.signer = event.params.signer;
  revocation.reason = event.params.reason;
  revocation.blockNumber = event.block.number.toI64();
  revocation.timestamp = event.block.timestamp.toI64();
  revocation.transaction = event.transaction.hash;
  revocation.cursor = cursorOf(event);
  revocation.save();
  withdraw(event, event.params.schemaId, event.params.attestationId);
  loseEvidence(event, event.params.attestationId);
}
