import assert from "node:assert/strict";
import { describe, it } from "node:test";

import {
  STREAMS_IN_ALL,
  STREAMS_PER_ADDRESS,
  StreamPlaces,
} from "../../../indexer-api/src/routes/match-events-places.ts";

describe("StreamPlaces", () => {
  it("gives an address so many, and one again when one is given back, once", () => {
    const places = new StreamPlaces();
    const taken = Array.from({ length: STREAMS_PER_ADDRESS }, () => places.take("a"));
    assert.throws(() => places.take("a"), { problem: "too-many-requests" });
    taken[0]?.();
    taken[0]?.();
    places.take("a");
    assert.throws(() => places.take("a"), { problem: "too-many-requests" });
    places.take("b");
  });

  it("gives so many in all", () => {
    const places = new StreamPlaces();
    const taken = Array.from({ length: STREAMS_IN_ALL }, (_, number) => places.take(String(number)));
    assert.throws(() => places.take("late"), { problem: "too-many-streams" });
    taken[7]?.();
    places.take("late");
  });
});
