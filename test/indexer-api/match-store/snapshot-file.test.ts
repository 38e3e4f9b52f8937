import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";

import { readSnapshotFile, writeSnapshotFile } from "../../../indexer-api/src/match-store/snapshot-file.ts";
import { SnapshotError } from "../../../indexer-api/src/match-store/snapshot.ts";
import { HEAD, snapshotOf } from "./small-snapshot.ts";

const WRITER = fileURLToPath(new URL("snapshot-writer.ts", import.meta.url));
const anything = () => undefined;

describe("a snapshot's file", () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "lingnan-snapshot-"));
  });
  after(() => rmSync(folder, { recursive: true }));

  it("is read as it was written, and takes the place of the one before", async () => {
    const path = join(folder, "written");
    assert.equal(await readSnapshotFile(path, anything), null);
    await writeSnapshotFile(path, snapshotOf([[1n, null, null, "A", "west", null, null]]));
    await writeSnapshotFile(path, { ...snapshotOf([[2n, null, null, "B", "east", null, null]]), change: 7n });
    const found = await readSnapshotFile(path, anything);
    assert.equal(found?.change, 7n);
    assert.equal(found.columns.get(0).raw[0], 2);
    assert.deepEqual(readdirSync(folder), ["written"]);
  });

  it("is not read further when it is not the one that is wanted", async () => {
    const path = join(folder, "another");
    await writeSnapshotFile(path, snapshotOf([]));
    const check = (header: { identity: string }) => {
      assert.equal(header.identity, HEAD.identity);
      throw new SnapshotError("is not wanted");
    };
    await assert.rejects(readSnapshotFile(path, check), /is not wanted/);
  });

  it("is whole whenever its writer is killed", { timeout: 60_000 }, async () => {
    const path = join(folder, "killed");
    for (let times = 0; times < 4; times++) {
      const writer = fork(WRITER, [path]);
      const exited = once(writer, "exit");
      let written = 0n;
      writer.on("message", (change) => (written = BigInt(change as string)));
      await once(writer, "message");
      await sleep(17 * times);
      writer.kill("SIGKILL");
      await exited;
      const found = await readSnapshotFile(path, anything);
      assert.ok(found && found.change >= written, `change ${found?.change}, told of ${written}`);
      assert.equal(found.columns.get(19_999).raw[0], 19_999);
    }
  });

  it("is not mistaken for another file, nor a folder for it", async () => {
    const path = join(folder, "text");
    writeFileSync(path, "Nothing that anybody has written as a snapshot.");
    await assert.rejects(readSnapshotFile(path, anything), SnapshotError);
    await assert.rejects(readSnapshotFile(folder, anything), { code: "EISDIR" });
  });
});
