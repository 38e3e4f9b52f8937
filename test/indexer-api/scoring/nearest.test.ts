import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { nearest } from "../../../indexer-api/src/scoring/nearest.ts";

describe("nearest", () => {
  it("needs the fewest changes, whatever the case", () => {
    assert.equal(nearest("Kittn", ["sitting", "kitten", "mitten"]), "kitten");
    assert.equal(nearest("", ["abc", "a"]), "a");
  });
  it("keeps the first of those as near", () => assert.equal(nearest("b", ["a", "c"]), "a"));
  it("knows nothing of nothing", () => assert.equal(nearest("a", []), null));
});
