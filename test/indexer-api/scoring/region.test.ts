import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { regionAt } from "../../../indexer-api/src/scoring/region.ts";
import { catalogue, DAY, NOW } from "../stated.ts";
import { arrears, newest } from "./card.ts";
import type { Circumstances } from "../stated.ts";

const at = (code: string | null, circumstances: Circumstances = {}) =>
  regionAt(
    catalogue,
    [
      newest(
        "amr.registration.v1",
        { "amr.division_code": code, "amr.registration_date": "2015-01-01" },
        circumstances,
      ),
    ],
    NOW,
  );

describe("regionAt", () => {
  it("is the city of the division, for as long as the registration counts", () => {
    assert.deepEqual(at("440305", { observedAt: NOW }), { region: "440300", until: NOW + 400n * DAY });
  });
  it("is unknown where it is not stated, or the registration does not count", () => {
    assert.equal(at(null).region, null);
    assert.deepEqual(at("440305", { revoked: true }), { region: null, until: null });
    assert.deepEqual(at("440305", { observedAt: NOW - 401n * DAY }), { region: null, until: null });
    assert.deepEqual(regionAt(catalogue, [arrears("0")], NOW), { region: null, until: null });
  });
});
