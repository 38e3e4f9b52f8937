import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

const START = fileURLToPath(new URL("../../../scripts/start.ts", import.meta.url));

describe("npm start", () => {
  it("refuses a folder without invoices before it starts anything", () => {
    const empty = mkdtempSync(join(tmpdir(), "lingnan-start-test-"));
    const args = [START, "--ports", "auto", "--data", empty];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    rmSync(empty, { recursive: true });
    assert.equal(status, 1);
    assert.match(stderr, /holds no companies\*\.csv/);
    assert.equal(stdout, "");
  });
});
