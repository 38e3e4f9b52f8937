import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { Teardown } from "../../../scripts/stack/teardown.ts";

describe("Teardown", () => {
  it("undoes last things first, and once however often it is asked", async () => {
    const teardown = new Teardown();
    const undone: string[] = [];
    for (const name of ["folder", "chain", "API"]) teardown.add(name, () => void undone.push(name));
    await Promise.all([teardown.close(), teardown.close()]);
    await teardown.close();
    assert.deepEqual(undone, ["API", "chain", "folder"]);
  });

  it("undoes the rest when one thing will not stop, then names that one", async () => {
    const teardown = new Teardown();
    let removed = false;
    teardown.add("folder", () => void (removed = true));
    teardown.add("chain", () => Promise.reject(new Error("stuck")));
    await assert.rejects(teardown.close(), /chain could not be stopped: .*stuck/);
    assert.ok(removed);
  });

  it("takes nothing new once it is closing", async () => {
    const teardown = new Teardown();
    await teardown.close();
    assert.ok(teardown.closed);
    assert.throws(() => teardown.add("chain", () => undefined), /chain cannot start/);
  });
});
