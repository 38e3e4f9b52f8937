import { BigInt, Bytes, ethereum, log } from "@graphprotocol/graph-ts";

import {
  AppraiserChanged,
  AssetFlagged,
  AssetMoved,
  AssetRegistered,
  AssetSchemaDefined,
  AssetUpdated,
  AssetValued,
  ReceiverNamed,
  Transfer,
} from "../generated/SoftAssets/SoftAssets";
import { Appraiser, Asset, AssetChange, AssetReceiver, AssetSchema, Valuation } from "../generated/schema";
import { assetIdOf, cursorOf, eventId } from "./ids";
import { ASSET_KINDS, ASSET_REGISTERS } from "./kinds";
import { amountOrNull, orNull, wordOrNull } from "./nullable";
import { textOf } from "./text";

/** The chain's number of `AssetEffect.VALUES`. */
const VALUES: i32 = 2;

/** The last second that the chain's 32-bit times can tell: later ends of a validity are this. */
const LAST_SECOND: i64 = 0xffffffff;

export function handleAssetSchemaDefined(event: AssetSchemaDefined): void {
  const defined = event.params.schema;
  const schema = new AssetSchema(event.params.schemaId);
  schema.schema = event.params.schemaId;
  schema.effect = defined.effect == VALUES ? "VALUES" : "REGISTERS";
  if (defined.register != 0) schema.register = ASSET_REGISTERS[defined.register - 1];
  schema.validitySeconds = defined.validitySeconds.toI64();
  schema.cursor = cursorOf(event);
  schema.save();
}

export function handleAppraiserChanged(event: AppraiserChanged): void {
  const appraiser = new Appraiser(event.params.appraiser);
  appraiser.entity = event.params.appraiser;
  appraiser.approved = event.params.approved;
  appraiser.cursor = cursorOf(event);
  appraiser.save();
}

export function handleReceiverNamed(event: ReceiverNamed): void {
  const receiver = new AssetReceiver(event.params.wallet);
  receiver.entity = wordOrNull(event.params.entity);
  receiver.cursor = cursorOf(event);
  receiver.save();
}

export function handleAssetRegistered(event: AssetRegistered): void {
  const params = event.params;
  const asset = new Asset(assetIdOf(params.assetId));
  asset.kind = ASSET_KINDS[params.kind - 1];
  asset.number = textOf(params.number);
  asset.holder = params.entity;
  asset.entity = params.entity;
  asset.inForce = true;
  asset.encumbered = false;
  asset.liveLiens = 0;
  asset.securedFen = BigInt.zero();
  asset.registeredAt = event.block.timestamp.toI64();
  rest(asset, event, params.schemaId, params.observedAt, params.dueAt, params.faceValueFen);
  asset.save();

  const change = newChange(event, params.assetId, "REGISTERED");
  tell(change, params.schemaId, params.observedAt, params.dueAt, params.faceValueFen);
  change.inForce = true;
  change.nextHolder = params.entity;
  change.save();
}

export function handleAssetUpdated(event: AssetUpdated): void {
  const params = event.params;
  const asset = loadForChange(event, params.assetId);
  if (asset !== null) {
    asset.inForce = params.inForce;
    rest(asset, event, params.schemaId, params.observedAt, params.dueAt, params.faceValueFen);
    asset.save();
  }
  const change = newChange(event, params.assetId, "UPDATED");
  tell(change, params.schemaId, params.observedAt, params.dueAt, params.faceValueFen);
  change.inForce = params.inForce;
  change.save();
}

export function handleAssetFlagged(event: AssetFlagged): void {
  const asset = loadForChange(event, event.params.assetId);
  if (asset !== null) {
    asset.revoked = true;
    asset.save();
  }
  const change = newChange(event, event.params.assetId, "FLAGGED");
  change.schema = event.params.schemaId;
  change.observedAt = event.params.observedAt.toI64();
  change.save();
}

export function handleAssetMoved(event: AssetMoved): void {
  const asset = loadForChange(event, event.params.assetId);
  if (asset !== null) {
    asset.holder = event.params.to;
    asset.entity = event.params.to;
    asset.save();
  }
  const change = newChange(event, event.params.assetId, "MOVED");
  change.previousHolder = event.params.from;
  change.nextHolder = event.params.to;
  change.save();
}

export function handleAssetValued(event: AssetValued): void {
  const params = event.params;
  const revoked = params.validUntil.isZero();
  const asset = loadForChange(event, params.assetId);
  if (asset !== null) {
    asset.appraisedFen = revoked ? null : params.valueFen;
    asset.appraiser = revoked ? null : params.appraiser;
    if (revoked) asset.unset("appraisedUntil");
    else asset.appraisedUntil = params.validUntil.toI64();
    asset.save();
  }
  const valuation = new Valuation(eventId(event));
  valuation.asset = assetIdOf(params.assetId);
  valuation.appraiser = params.appraiser;
  valuation.observedAt = params.observedAt.toI64();
  if (!revoked) {
    valuation.valueFen = params.valueFen;
    valuation.validUntil = params.validUntil.toI64();
  }
  valuation.blockNumber = event.block.number.toI64();
  valuation.timestamp = event.block.timestamp.toI64();
  valuation.transaction = event.transaction.hash;
  valuation.cursor = cursorOf(event);
  valuation.save();
}

/** The token moves after the asset: this tells only in which wallet it lies. */
export function handleTransfer(event: Transfer): void {
  const asset = loadForChange(event, event.params.id);
  if (asset === null) return;
  asset.tokenOwner = orNull(event.params.to);
  asset.save();
}

/** Lets an asset rest on a statement. */
function rest(
  asset: Asset,
  event: ethereum.Event,
  schemaId: Bytes,
  observedAt: BigInt,
  dueAt: BigInt,
  faceValueFen: BigInt,
): void {
  asset.schema = schemaId;
  asset.observedAt = observedAt.toI64();
  asset.knownUntil = min(observedAt.toI64() + validitySecondsOf(schemaId), LAST_SECOND);
  asset.revoked = false;
  if (dueAt.isZero()) asset.unset("dueAt");
  else asset.dueAt = dueAt.toI64();
  asset.faceValueFen = amountOrNull(faceValueFen);
  asset.cursor = cursorOf(event);
}

function validitySecondsOf(schemaId: Bytes): i64 {
  const schema = AssetSchema.load(schemaId);
  if (schema !== null) return schema.validitySeconds;
  log.error("Asset schema {} was never defined in the indexed blocks: the start block is too late", [
    schemaId.toHexString(),
  ]);
  return 0;
}

/** The asset with its cursor moved on; null, and an error in the log, when its registration was not indexed. */
function loadForChange(event: ethereum.Event, assetId: BigInt): Asset | null {
  const asset = Asset.load(assetIdOf(assetId));
  if (asset === null) {
    log.error("Asset {} was never registered in the indexed blocks: the start block is too late", [
      assetIdOf(assetId).toHexString(),
    ]);
    return null;
  }
  asset.cursor = cursorOf(event);
  return asset;
}

function newChange(event: ethereum.Event, assetId: BigInt, kind: string): AssetChange {
  const change = new AssetChange(eventId(event));
  change.asset = assetIdOf(assetId);
  change.kind = kind;
  change.blockNumber = event.block.number.toI64();
  change.timestamp = event.block.timestamp.toI64();
  change.transaction = event.transaction.hash;
  change.cursor = cursorOf(event);
  return change;
}

function tell(change: AssetChange, schemaId: Bytes, observedAt: BigInt, dueAt: BigInt, faceValueFen: BigInt): void {
  change.schema = schemaId;
  change.observedAt = observedAt.toI64();
  if (!dueAt.isZero()) change.dueAt = dueAt.toI64();
  change.faceValueFen = amountOrNull(faceValueFen);
}
