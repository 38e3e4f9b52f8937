import { Address, Bytes, ethereum, log } from "@graphprotocol/graph-ts";

import {
  ControllerChanged,
  ControllerProposed,
  EntityRegistered,
  EntityReinstated,
  EntitySuspended,
} from "../generated/EntityRegistry/EntityRegistry";
import { EntityChange, LegalEntity } from "../generated/schema";
import { orNull } from "./nullable";
import { cursorOf, eventId } from "./ids";

/** Names of `EntityKind` by the chain's number less one: the chain's 0 is an unregistered entity. */
const KINDS = [
  "COMPANY",
  "BANK",
  "SMALL_LOAN",
  "FINANCING_GUARANTEE",
  "REGIONAL_EQUITY_MARKET",
  "PAWN_SHOP",
  "FINANCIAL_LEASING",
  "MUTUAL_CREDIT_COOPERATIVE",
  "CROWDFUNDING",
];

export function handleEntityRegistered(event: EntityRegistered): void {
  const entity = new LegalEntity(event.params.entityId);
  entity.uscc = event.params.uscc.toString();
  entity.kind = KINDS[event.params.kind - 1];
  entity.status = "ACTIVE";
  entity.controller = orNull(event.params.controller);
  entity.registeredAt = event.block.timestamp.toI64();
  entity.cursor = cursorOf(event);
  entity.save();

  const change = newChange(event, event.params.entityId, "REGISTERED", event.params.registrar);
  change.controller = orNull(event.params.controller);
  change.save();
}

export function handleEntitySuspended(event: EntitySuspended): void {
  const entity = loadForChange(event, event.params.entityId);
  if (entity !== null) {
    entity.status = "SUSPENDED";
    entity.save();
  }
  const change = newChange(event, event.params.entityId, "SUSPENDED", event.params.registrar);
  change.reason = event.params.reason;
  change.save();
}

export function handleEntityReinstated(event: EntityReinstated): void {
  const entity = loadForChange(event, event.params.entityId);
  if (entity !== null) {
    entity.status = "ACTIVE";
    entity.save();
  }
  const change = newChange(event, event.params.entityId, "REINSTATED", event.params.registrar);
  change.reason = event.params.reason;
  change.save();
}

export function handleControllerProposed(event: ControllerProposed): void {
  const entity = loadForChange(event, event.params.entityId);
  if (entity !== null) {
    entity.proposedController = orNull(event.params.next);
    entity.save();
  }
  const change = newChange(event, event.params.entityId, "CONTROLLER_PROPOSED", event.params.proposer);
  change.controller = orNull(event.params.next);
  change.save();
}

export function handleControllerChanged(event: ControllerChanged): void {
  const entity = loadForChange(event, event.params.entityId);
  if (entity !== null) {
    entity.controller = event.params.current;
    entity.proposedController = null;
    entity.save();
  }
  const change = newChange(event, event.params.entityId, "CONTROLLER_CHANGED", event.params.current);
  change.controller = event.params.current;
  change.save();
}

/** The entity with its cursor moved on; null, and an error in the log, when its registration was not indexed. */
function loadForChange(event: ethereum.Event, entityId: Bytes): LegalEntity | null {
  const entity = LegalEntity.load(entityId);
  if (entity === null) {
    log.error("Entity {} was never registered in the indexed blocks: the start block is too late", [
      entityId.toHexString(),
    ]);
    return null;
  }
  entity.cursor = cursorOf(event);
  return entity;
}

function newChange(event: ethereum.Event, entityId: Bytes, kind: string, actor: Address): EntityChange {
  const change = new EntityChange(eventId(event));
  change.entity = entityId;
  change.kind = kind;
  change.actor = actor;
  change.blockNumber = event.block.number.toI64();
  change.timestamp = event.block.timestamp.toI64();
  change.transaction = event.transaction.hash;
  change.cursor = cursorOf(event);
  return change;
}
