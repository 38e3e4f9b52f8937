import { BigInt } from "@graphprotocol/graph-ts";

import { LendingStep, RatingStep } from "../generated/schema";

export function countApplication(type: string, amountFen: BigInt): void {
  const step = newStep(type);
  step.applications = 1;
  step.appliedFen = amountFen;
  step.save();
}

export function countOffer(type: string, amountFen: BigInt): void {
  const step = newStep(type);
  step.offers = 1;
  step.offeredFen = amountFen;
  step.save();
}

export function countDisbursement(type: string, amountFen: BigInt): void {
  const step = newStep(type);
  step.disbursements = 1;
  step.disbursedFen = amountFen;
  step.save();
}

export function countRepayment(type: string, amountFen: BigInt): void {
  const step = newStep(type);
  step.repaidFen = amountFen;
  step.save();
}

export function countDefault(type: string, amountFen: BigInt): void {
  const step = newStep(type);
  step.defaults = 1;
  step.defaultedFen = amountFen;
  step.save();
}

/** A step that counts for nothing yet. graph-node gives it its id and its time. */
function newStep(type: string): LendingStep {
  const step = new LendingStep(0);
  step.type = type;
  step.applications = 0;
  step.appliedFen = BigInt.zero();
  step.offers = 0;
  step.offeredFen = BigInt.zero();
  step.disbursements = 0;
  step.disbursedFen = BigInt.zero();
  step.repaidFen = BigInt.zero();
  step.defaults = 0;
  step.defaultedFen = BigInt.zero();
  return step;
}

export function countRating(family: string, grade: i32, total: i32): void {
  const step = new RatingStep(0);
  step.family = family;
  step.grade = grade;
  step.total = total;
  step.save();
}
