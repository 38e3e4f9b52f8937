import { Address, ethereum } from "@graphprotocol/graph-ts";

import { AgencyDefined, SignerAdded, SignerDropped } from "../generated/AttestationRegistry/AttestationRegistry";
import { Agency, Signer, SignerChange } from "../generated/schema";
import { agencyId, cursorOf, eventId } from "./ids";

export function handleAgencyDefined(event: AgencyDefined): void {
  const agency = new Agency(agencyId(event.params.agencyId));
  agency.number = event.params.agencyId;
  agency.code = event.params.code;
  agency.nameEn = event.params.nameEn;
  agency.nameZh = event.params.nameZh;
  agency.cursor = cursorOf(event);
  agency.save();
}

export function handleSignerAdded(event: SignerAdded): void {
  recordChange(event, event.params.agencyId, event.params.wallet, event.params.admin, true);
}

export function handleSignerDropped(event: SignerDropped): void {
  recordChange(event, event.params.agencyId, event.params.wallet, event.params.admin, false);
}

/** Either event tells all there is to know of the wallet, so nothing is loaded. */
function recordChange(event: ethereum.Event, number: i32, wallet: Address, admin: Address, active: boolean): void {
  const signer = new Signer(wallet);
  signer.agency = agencyId(number);
  signer.active = active;
  signer.since = event.block.timestamp.toI64();
  signer.cursor = cursorOf(event);
  signer.save();

  const change = new SignerChange(eventId(event));
  change.agency = agencyId(number);
  change.wallet = wallet;
  change.admin = admin;
  change.kind = active ? "ADDED" : "DROPPED";
  change.blockNumber = event.block.number.toI64();
  change.timestamp = event.block.timestamp.toI64();
  change.transaction = event.transaction.hash;
  change.cursor = cursorOf(event);
  change.save();
}
