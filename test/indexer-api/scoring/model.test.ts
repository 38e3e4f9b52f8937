import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { knownModels, modelInForce } from "../../../indexer-api/src/scoring/model.ts";
import type { PublishedModel } from "../../../indexer-api/src/scoring/model.ts";
import { catalogue, NOW } from "../stated.ts";
import { modelOf } from "./card.ts";

const known = [modelOf(), modelOf({ version: 2 })];
const published = (version: number, changes: Partial<PublishedModel> = {}): PublishedModel => ({
  ...{ family: "toy", version, effectiveFrom: NOW, publishedAt: NOW, withdrawnAt: null },
  ...{ documentHash: "0x", sha256: `0xtoy${version}` },
  ...changes,
});
const inForce = (...rows: PublishedModel[]) => {
  const found = modelInForce(known, rows, "toy", NOW);
  return found.state === "none" ? "none" : `${found.state} ${found.published.version}`;
};

describe("modelInForce", () => {
  it("is the newest that has taken effect", () => {
    assert.equal(inForce(published(1), published(2)), "known 2");
    assert.equal(inForce(published(1), published(2, { effectiveFrom: NOW + 1n })), "known 1");
  });
  it("is none that was taken back, nor one of another family", () => {
    assert.equal(inForce(published(1), published(2, { withdrawnAt: NOW })), "known 1");
    assert.equal(inForce(published(1, { family: "other" })), "none");
    assert.equal(inForce(), "none");
  });
  it("is unknown when the chain's bytes are others, and no older one stands in for it", () => {
    assert.equal(inForce(published(1), published(2, { sha256: "0xother" })), "unknown 2");
    assert.equal(inForce(published(1), published(3)), "unknown 3");
  });
});

describe("knownModels", () => {
  it("compiles every scorecard of the catalogue, and knows its document", () => {
    const models = knownModels(catalogue);
    assert.equal(models.length, catalogue.scorecards.length);
    for (const { bytes, sha256, documentHash } of models) {
      assert.match(bytes, /^0x01[0-9a-f]+$/);
      assert.match(sha256, /^0x[0-9a-f]{64}$/);
      assert.match(documentHash ?? "", /^0x[0-9a-f]{64}$/);
    }
  });
});
