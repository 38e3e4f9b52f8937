import { log } from "@graphprotocol/graph-ts";

import { ModelPublished, ModelWithdrawn } from "../generated/Scorecard/Scorecard";
import { ScoreModel } from "../generated/schema";
import { cursorOf, scoreModelIdOf } from "./ids";
import { leadingTextOf } from "./text";

export function handleModelPublished(event: ModelPublished): void {
  const params = event.params;
  const model = new ScoreModel(scoreModelIdOf(params.family, params.version));
  model.family = leadingTextOf(params.family);
  model.version = params.version.toI32();
  model.effectiveFrom = params.effectiveFrom.toI64();
  model.documentHash = params.documentHash;
  model.model = params.model;
  model.publishedAt = event.block.timestamp.toI64();
  model.blockNumber = event.block.number.toI64();
  model.transaction = event.transaction.hash;
  model.cursor = cursorOf(event);
  model.save();
}

export function handleModelWithdrawn(event: ModelWithdrawn): void {
  const params = event.params;
  const model = ScoreModel.load(scoreModelIdOf(params.family, params.version));
  if (model === null) {
    log.error("Version {} of model {} was never published in the indexed blocks: the start block is too late", [
      params.version.toString(),
      leadingTextOf(params.family),
    ]);
    return;
  }
  model.withdrawnAt = event.block.timestamp.toI64();
  model.withdrawalTransaction = event.transaction.hash;
  model.cursor = cursorOf(event);
  model.save();
}
