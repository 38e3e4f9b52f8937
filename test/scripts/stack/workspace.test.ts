import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { fileURLToPath } from "node:url";

import { UsageError } from "../../../scripts/cli/usage-error.ts";
import { Workspace } from "../../../scripts/stack/workspace.ts";
import { eventually, isRunning } from "./processes.ts";

const ORPHANER = fileURLToPath(new URL("./programs/orphaner.ts", import.meta.url));
const sleeper = { name: "sleeper", command: process.execPath, args: ["-e", "setInterval(() => {}, 1000)"] };

describe("Workspace", () => {
  it("leaves neither program nor folder when it is closed", async () => {
    const workspace = new Workspace({});
    const service = workspace.launch(sleeper);
    assert.ok(isRunning(service.pid ?? 0));
    await workspace.close();
    assert.ok(!isRunning(service.pid ?? 0));
    assert.ok(!existsSync(workspace.folder));
  });

  it("starts nothing more once it is closing or aborted", async () => {
    const abort = new AbortController();
    const workspace = new Workspace({ signal: abort.signal });
    abort.abort(new Error("enough"));
    assert.throws(() => workspace.launch(sleeper), /enough/);
    await workspace.close();

    const closed = new Workspace({});
    await closed.close();
    assert.throws(() => closed.launch(sleeper), /sleeper cannot start/);
  });

  it("runs a program to its end, and tells its last words when it fails", async () => {
    const workspace = new Workspace({});
    const command = process.execPath;
    await workspace.run({ name: "good", command, args: ["-e", ""] });
    await assert.rejects(
      workspace.run({ name: "bad", command, args: ["-e", "console.log('no such contract'); process.exitCode = 4"] }),
      /bad ended with exit code 4[^]*no such contract/,
    );
    await workspace.close();
  });

  it("keeps the folder it was told to keep, with the logs, and takes none that holds anything", async () => {
    const parent = mkdtempSync(join(tmpdir(), "lingnan-workspace-test-"));
    const keep = join(parent, "kept");
    const workspace = new Workspace({ keep });
    workspace.launch(sleeper);
    await workspace.close();
    assert.deepEqual(readdirSync(join(keep, "logs")), ["sleeper.log"]);
    assert.throws(
      () => new Workspace({ keep }),
      (error) => error instanceof UsageError && error.message.includes(keep),
    );

    writeFileSync(join(parent, "file"), "");
    assert.throws(() => new Workspace({ keep: join(parent, "file") }), UsageError);
    rmSync(parent, { recursive: true });
  });

  it("makes the folders above the one to keep, and says so where none can be made", async () => {
    const parent = mkdtempSync(join(tmpdir(), "lingnan-workspace-test-"));
    const workspace = new Workspace({ keep: join(parent, "a", "b") });
    await workspace.close();
    assert.ok(existsSync(join(parent, "a", "b", "logs")));
    rmSync(parent, { recursive: true });
    assert.throws(() => new Workspace({ keep: "/proc/nowhere/at/all" }), /--keep: .* cannot be used as a folder/);
  });

  it("leaves nothing even when its process is killed outright", async () => {
    const owner = spawn(process.execPath, [ORPHANER], { stdio: ["ignore", "pipe", "inherit"] });
    const [line] = (await once(owner.stdout, "data")) as [Buffer];
    const { folder, pid } = JSON.parse(line.toString()) as { folder: string; pid: number };
    assert.ok(isRunning(pid) && existsSync(folder));
    owner.kill("SIGKILL");
    assert.ok(await eventually(() => !isRunning(pid) && !existsSync(folder)));
  });
});
