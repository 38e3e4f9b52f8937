import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { playAll, type Script } from "../../../scripts/play/director.ts";

/** A clock that is put forward and otherwise stands. */
function standingClock(time: number) {
  return {
    time,
    now() {
      return Promise.resolve(this.time);
    },
    moveTo(unixSeconds: number) {
      this.time = Math.max(this.time, unixSeconds);
      return Promise.resolve();
    },
  };
}

describe("playAll", () => {
  it("lets always the story go on whose turn comes first, and moves the clock when all wait", async () => {
    const clock = standingClock(100);
    const heard: string[] = [];
    const script = async function* (name: string, waits: readonly number[]): Script {
      heard.push(`${name} ${await clock.now()}`);
      for (const until of waits) {
        yield until;
        heard.push(`${name} ${await clock.now()}`);
      }
    };
    await playAll([script("first", [130, 140]), script("second", [110, 150]), script("third", [])], clock);
    assert.deepEqual(heard, [
      ...["first 100", "second 100", "third 100"],
      ...["second 110", "first 130", "first 140", "second 150"],
    ]);
  });

  it("goes on at once when a story waits for what is over", async () => {
    const clock = standingClock(100);
    const script = async function* (): Script {
      yield 50;
      assert.equal(await clock.now(), 100);
    };
    await playAll([script()], clock);
  });

  it("ends with what a story throws", async () => {
    const clock = standingClock(100);
    const script = async function* (): Script {
      yield (await clock.now()) + 1;
      throw new Error("the ledger refused");
    };
    await assert.rejects(playAll([script()], clock), /the ledger refused/);
  });
});
