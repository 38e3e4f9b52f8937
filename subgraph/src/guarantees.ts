import { BigInt, Bytes, ethereum, log } from "@graphprotocol/graph-ts";

import {
  GuaranteeEnded,
  GuaranteeGiven,
  GuaranteeLimitChanged,
  GuaranteePromised,
} from "../generated/GuaranteeRegistry/GuaranteeRegistry";
import { Guarantee, Guarantor, Loan } from "../generated/schema";
import { cursorOf, loanIdOf } from "./ids";

export function handleGuaranteeLimitChanged(event: GuaranteeLimitChanged): void {
  const before = Guarantor.load(event.params.guarantor);
  const guarantor = new Guarantor(event.params.guarantor);
  guarantor.entity = event.params.guarantor;
  guarantor.limitFen = event.params.limitFen;
  guarantor.outstandingFen = before === null ? BigInt.zero() : before.outstandingFen;
  guarantor.cursor = cursorOf(event);
  guarantor.save();
}

export function handleGuaranteePromised(event: GuaranteePromised): void {
  const params = event.params;
  setOutstanding(event, params.guarantor, params.outstandingFen);
  const guarantee = new Guarantee(guaranteeIdOf(params.loanId, params.guarantor));
  guarantee.loanId = params.loanId;
  guarantee.loan = loanIdOf(params.loanId);
  guarantee.guarantor = params.guarantor;
  guarantee.offerHash = params.offerHash;
  guarantee.guaranteedFen = params.guaranteedFen;
  guarantee.state = "PROMISED";
  guarantee.promisedAt = event.block.timestamp.toI64();
  guarantee.unset("givenAt");
  guarantee.unset("endedAt");
  guarantee.cursor = cursorOf(event);
  guarantee.save();
}

export function handleGuaranteeGiven(event: GuaranteeGiven): void {
  const params = event.params;
  const guarantee = loadForChange(event, guaranteeIdOf(params.loanId, params.guarantor));
  if (guarantee !== null) {
    guarantee.state = "GIVEN";
    guarantee.givenAt = event.block.timestamp.toI64();
    guarantee.save();
  }
  noteOnLoan(event, params.loanId, params.guarantor, params.guaranteedFen);
}

export function handleGuaranteeEnded(event: GuaranteeEnded): void {
  const params = event.params;
  setOutstanding(event, params.guarantor, params.outstandingFen);
  const guarantee = loadForChange(event, guaranteeIdOf(params.loanId, params.guarantor));
  if (guarantee === null) return;
  // A promise that is taken back never was the loan's guarantee.
  if (guarantee.state == "GIVEN") noteOnLoan(event, params.loanId, null, BigInt.zero());
  guarantee.state = "ENDED";
  guarantee.endedAt = event.block.timestamp.toI64();
  guarantee.save();
}

function guaranteeIdOf(loanId: BigInt, guarantor: Bytes): Bytes {
  return loanIdOf(loanId).concat(guarantor);
}

/** Notes on the loan who guarantees it. Totals do not count guarantees, so the loan need not leave them. */
function noteOnLoan(event: ethereum.Event, loanId: BigInt, guarantor: Bytes | null, guaranteedFen: BigInt): void {
  const loan = Loan.load(loanIdOf(loanId));
  if (loan === null) return;
  loan.guarantor = guarantor;
  loan.guaranteedFen = guaranteedFen;
  loan.cursor = cursorOf(event);
  loan.save();
}

function setOutstanding(event: ethereum.Event, guarantorId: Bytes, outstandingFen: BigInt): void {
  const guarantor = Guarantor.load(guarantorId);
  if (guarantor === null) {
    log.error("The limit of guarantor {} was never set in the indexed blocks: the start block is too late", [
      guarantorId.toHexString(),
    ]);
    return;
  }
  guarantor.outstandingFen = outstandingFen;
  guarantor.cursor = cursorOf(event);
  guarantor.save();
}

/** The guarantee with its cursor moved on; null, and an error in the log, when its promise was not indexed. */
function loadForChange(event: ethereum.Event, id: Bytes): Guarantee | null {
  const guarantee = Guarantee.load(id);
  if (guarantee === null) {
    log.error("Guarantee {} was never promised in the indexed blocks: the start block is too late", [id.toHexString()]);
    return null;
  }
  guarantee.cursor = cursorOf(event);
  return guarantee;
}
