import { BigInt, Bytes, ethereum, log } from "@graphprotocol/graph-ts";

import {
  AdvanceRateChanged,
  EnforcementConsentChanged,
  JuniorConsentChanged,
  LienEnforced,
  LienExtinguished,
  LienRanked,
  LienReduced,
  LienReleased,
  Pledged,
} from "../generated/PledgeRegistry/PledgeRegistry";
import { AdvanceRate, Asset, EnforcementConsent, JuniorConsent, Lien, LienChange } from "../generated/schema";
import { assetIdOf, bigEndian, cursorOf, eventId, lienIdOf, loanIdOf } from "./ids";
import { ASSET_KINDS } from "./kinds";
import { putLoan, takeLoan } from "./loan-book";
import { wordOrNull } from "./nullable";

export function handleAdvanceRateChanged(event: AdvanceRateChanged): void {
  const rate = new AdvanceRate(bigEndian(BigInt.fromI32(event.params.kind), 1));
  rate.kind = ASSET_KINDS[event.params.kind - 1];
  rate.advanceBps = event.params.advanceBps;
  rate.regulator = event.params.regulator;
  rate.cursor = cursorOf(event);
  rate.save();
}

export function handleJuniorConsentChanged(event: JuniorConsentChanged): void {
  const params = event.params;
  const seniorLienId = lienIdOf(params.assetId, params.seniorLoanId);
  const consent = new JuniorConsent(seniorLienId.concat(loanIdOf(params.juniorLoanId)));
  consent.asset = assetIdOf(params.assetId);
  consent.seniorLoan = loanIdOf(params.seniorLoanId);
  consent.lien = seniorLienId;
  consent.juniorLoanId = params.juniorLoanId;
  consent.juniorLoan = loanIdOf(params.juniorLoanId);
  consent.maxSecuredFen = params.maxSecuredFen;
  consent.cursor = cursorOf(event);
  consent.save();
}

export function handleEnforcementConsentChanged(event: EnforcementConsentChanged): void {
  const params = event.params;
  const lienId = lienIdOf(params.assetId, params.loanId);
  const consent = new EnforcementConsent(lienId.concat(loanIdOf(params.enforcingLoanId)));
  consent.asset = assetIdOf(params.assetId);
  consent.loan = loanIdOf(params.loanId);
  consent.lien = lienId;
  consent.enforcingLoanId = params.enforcingLoanId;
  consent.enforcingLoan = loanIdOf(params.enforcingLoanId);
  consent.buyer = wordOrNull(params.buyer);
  consent.cursor = cursorOf(event);
  consent.save();
}

export function handlePledged(event: Pledged): void {
  const params = event.params;
  if (params.rank > 1) useUpConsents(event, params.assetId, params.loanId);
  const lien = new Lien(lienIdOf(params.assetId, params.loanId));
  lien.asset = assetIdOf(params.assetId);
  lien.loan = loanIdOf(params.loanId);
  lien.rank = params.rank;
  lien.state = "LIVE";
  lien.securedFen = params.securedFen;
  lien.valueFen = params.valueFen;
  lien.advanceBps = params.advanceBps;
  lien.pledgedAt = event.block.timestamp.toI64();
  lien.unset("endedAt");
  lien.cursor = cursorOf(event);
  lien.save();
  weigh(event, lien, 1, params.securedFen);

  const change = newChange(event, lien.id, "PLEDGED");
  change.rank = params.rank;
  change.securedFen = params.securedFen;
  change.save();
}

export function handleLienReduced(event: LienReduced): void {
  const lienId = lienIdOf(event.params.assetId, event.params.loanId);
  const lien = loadForChange(event, lienId);
  if (lien !== null) {
    weigh(event, lien, 0, event.params.securedFen.minus(lien.securedFen));
    lien.securedFen = event.params.securedFen;
    lien.save();
  }
  const change = newChange(event, lienId, "REDUCED");
  change.securedFen = event.params.securedFen;
  change.save();
}

export function handleLienRanked(event: LienRanked): void {
  const lienId = lienIdOf(event.params.assetId, event.params.loanId);
  const lien = loadForChange(event, lienId);
  if (lien !== null) {
    lien.rank = event.params.rank;
    lien.save();
  }
  const change = newChange(event, lienId, "RANKED");
  change.rank = event.params.rank;
  change.save();
}

export function handleLienReleased(event: LienReleased): void {
  end(event, lienIdOf(event.params.assetId, event.params.loanId), "RELEASED", event.params.rank).save();
}

export function handleLienExtinguished(event: LienExtinguished): void {
  end(event, lienIdOf(event.params.assetId, event.params.loanId), "EXTINGUISHED", event.params.rank).save();
}

export function handleLienEnforced(event: LienEnforced): void {
  const lienId = lienIdOf(event.params.assetId, event.params.loanId);
  const change = end(event, lienId, "ENFORCED", event.params.rank);
  change.buyer = event.params.buyer;
  change.save();
}

/** Ends a lien. Returns the change, for what else is to be told of it. */
function end(event: ethereum.Event, lienId: Bytes, state: string, lastRank: i32): LienChange {
  const lien = loadForChange(event, lienId);
  if (lien !== null) {
    weigh(event, lien, -1, lien.securedFen.neg());
    endConsents(event, lien);
    lien.state = state;
    lien.rank = 0;
    lien.endedAt = event.block.timestamp.toI64();
    lien.save();
  }
  const change = newChange(event, lienId, state);
  change.rank = lastRank;
  return change;
}

/** Adds liens and what they secure to the asset, the loan, and the totals of the loan's parties. */
function weigh(event: ethereum.Event, lien: Lien, liens: i32, securedFen: BigInt): void {
  const asset = Asset.load(lien.asset);
  if (asset !== null) {
    asset.liveLiens += liens;
    asset.encumbered = asset.liveLiens > 0;
    asset.securedFen = asset.securedFen.plus(securedFen);
    asset.cursor = cursorOf(event);
    asset.save();
  }
  const loan = takeLoan(event, lien.loan);
  if (loan !== null) {
    loan.pledges += liens;
    loan.securedFen = loan.securedFen.plus(securedFen);
    putLoan(loan);
  }
}

/** What a lienholder has consented to ends with its lien, and does not revive when the loan is secured again. */
function endConsents(event: ethereum.Event, lien: Lien): void {
  const juniors = lien.juniorConsents.load();
  for (let i = 0; i < juniors.length; i++) endJuniorConsent(event, juniors[i]);
  const enforcers = lien.enforcementConsents.load();
  for (let i = 0; i < enforcers.length; i++) {
    enforcers[i].buyer = null;
    enforcers[i].cursor = cursorOf(event);
    enforcers[i].save();
  }
}

function endJuniorConsent(event: ethereum.Event, consent: JuniorConsent): void {
  consent.maxSecuredFen = BigInt.zero();
  consent.cursor = cursorOf(event);
  consent.save();
}

/** A junior pledge uses up the consent of every lienholder before it. */
function useUpConsents(event: ethereum.Event, assetId: BigInt, juniorLoanId: BigInt): void {
  const asset = Asset.load(assetIdOf(assetId));
  if (asset === null) return;
  const liens = asset.liens.load();
  for (let i = 0; i < liens.length; i++) {
    if (liens[i].state != "LIVE") continue;
    const consent = JuniorConsent.load(liens[i].id.concat(loanIdOf(juniorLoanId)));
    if (consent !== null) endJuniorConsent(event, consent);
  }
}

/** The lien with its cursor moved on; null, and an error in the log, when its pledge was not indexed. */
function loadForChange(event: ethereum.Event, lienId: Bytes): Lien | null {
  const lien = Lien.load(lienId);
  if (lien === null) {
    log.error("Lien {} was never pledged in the indexed blocks: the start block is too late", [lienId.toHexString()]);
    return null;
  }
  lien.cursor = cursorOf(event);
  return lien;
}

function newChange(event: ethereum.Event, lienId: Bytes, kind: string): LienChange {
  const change = new LienChange(eventId(event));
  change.lien = lienId;
  change.kind = kind;
  change.blockNumber = event.block.number.toI64();
  change.timestamp = event.block.timestamp.toI64();
  change.transaction = event.transaction.hash;
  change.cursor = cursorOf(event);
  return change;
}
