import { Bytes, ethereum, log } from "@graphprotocol/graph-ts";

import { RatingCertified, RatingWithdrawn } from "../generated/Scorecard/Scorecard";
import { Attestation, CompanyRating, Rating, RatingEvidence, RatingWithdrawal } from "../generated/schema";
import { companyRatingIdOf, cursorOf, eventId, scoreModelIdOf } from "./ids";
import { ATTESTATION_ID_LENGTH, copy } from "./records";
import { countRating } from "./stats";
import { leadingTextOf } from "./text";

/** Labels of the grades by the chain's number less one: the chain's 0 is no grade. */
const GRADES = ["D", "C", "CC", "CCC", "B", "BB", "BBB", "A", "AA", "AAA"];

/** Names of `RatingStanding` by the chain's number less two: what is None or Current is not withdrawn. */
const STANDINGS = ["REVOKED", "OUTDATED", "EXPIRED"];
const FIRST_STANDING: i32 = 2;

/** Bytes of the points of one characteristic: an int16. */
const POINTS_LENGTH: i32 = 2;

export function handleRatingCertified(event: RatingCertified): void {
  const params = event.params;
  const id = companyRatingIdOf(params.subject, params.family);
  const last = CompanyRating.load(id);
  const rating = newRating(event, id);
  if (last !== null) rating.replaces = last.latest;
  rating.save();
  saveEvidence(rating);
  countRating(rating.family, rating.grade, rating.total);

  const companyRating = new CompanyRating(id);
  companyRating.subject = params.subject;
  companyRating.entity = params.subject;
  companyRating.family = rating.family;
  companyRating.latest = rating.id;
  companyRating.state = "CURRENT";
  companyRating.since = rating.certifiedAt;
  companyRating.cursor = rating.cursor;
  companyRating.save();
}

export function handleRatingWithdrawn(event: RatingWithdrawn): void {
  const params = event.params;
  const withdrawal = new RatingWithdrawal(eventId(event));
  withdrawal.subject = params.subject;
  withdrawal.entity = params.subject;
  withdrawal.family = leadingTextOf(params.family);
  withdrawal.standing = STANDINGS[params.standing - FIRST_STANDING];
  withdrawal.reporter = params.reporter;
  withdrawal.blockNumber = event.block.number.toI64();
  withdrawal.timestamp = event.block.timestamp.toI64();
  withdrawal.transaction = event.transaction.hash;
  withdrawal.cursor = cursorOf(event);
  const companyRating = CompanyRating.load(companyRatingIdOf(params.subject, params.family));
  if (companyRating === null) {
    log.error("Company {} was never rated by {} in the indexed blocks: the start block is too late", [
      params.subject.toHexString(),
      withdrawal.family,
    ]);
  } else {
    withdrawal.rating = companyRating.latest;
    end(companyRating, "WITHDRAWN", event, withdrawal.cursor);
  }
  withdrawal.save();
}

/**
 * A statement was revoked, and with it the ratings that rest on it. One that was replaced or withdrawn before stays what it
 * was. Revocations are rare, and no more ratings rest on a statement than there are families of models.
 */
export function loseEvidence(event: ethereum.Event, attestationId: Bytes): void {
  const resting = new Attestation(attestationId).ratings.load();
  for (let i = 0; i < resting.length; i++) {
    const companyRating = CompanyRating.load(resting[i].companyRating);
    if (companyRating === null || !companyRating.latest.equals(resting[i].rating)) continue;
    if (companyRating.state == "CURRENT") end(companyRating, "REVOKED", event, cursorOf(event) | i64(i));
  }
}

function end(companyRating: CompanyRating, state: string, event: ethereum.Event, cursor: i64): void {
  companyRating.state = state;
  companyRating.since = event.block.timestamp.toI64();
  companyRating.cursor = cursor;
  companyRating.save();
}

function newRating(event: RatingCertified, companyRatingId: Bytes): Rating {
  const params = event.params;
  const rating = new Rating(eventId(event));
  rating.subject = params.subject;
  rating.entity = params.subject;
  rating.family = leadingTextOf(params.family);
  rating.version = params.version.toI32();
  rating.model = scoreModelIdOf(params.family, params.version);
  rating.total = params.total;
  rating.grade = params.grade;
  if (params.grade > 0 && params.grade <= GRADES.length) rating.gradeLabel = GRADES[params.grade - 1];
  rating.coverageBps = params.coverageBps;
  rating.certifiedAt = event.block.timestamp.toI64();
  rating.expiresAt = params.expiresAt.toI64();
  rating.certifier = params.certifier;
  rating.sources = params.sources;
  rating.evidenceIds = idsOf(params.evidence);
  rating.points = pointsOf(params.points);
  rating.companyRating = companyRatingId;
  rating.blockNumber = event.block.number.toI64();
  rating.transaction = event.transaction.hash;
  rating.cursor = cursorOf(event);
  return rating;
}

function saveEvidence(rating: Rating): void {
  const ids = rating.evidenceIds;
  for (let i = 0; i < ids.length; i++) {
    const evidence = new RatingEvidence(rating.companyRating.concat(ids[i]));
    evidence.companyRating = rating.companyRating;
    evidence.attestation = ids[i];
    evidence.rating = rating.id;
    evidence.cursor = rating.cursor | i64(i);
    evidence.save();
  }
}

/** Attestation ids that follow each other without a gap. */
function idsOf(packed: Bytes): Bytes[] {
  const ids: Bytes[] = [];
  for (let at = 0; at < packed.length; at += ATTESTATION_ID_LENGTH) ids.push(copy(packed, at, ATTESTATION_ID_LENGTH));
  return ids;
}

/** Big-endian int16 that follow each other without a gap. */
function pointsOf(packed: Bytes): i32[] {
  const points: i32[] = [];
  for (let at = 0; at < packed.length; at += POINTS_LENGTH) {
    points.push(i32(i16((i32(packed[at]) << 8) | i32(packed[at + 1]))));
  }
  return points;
}
