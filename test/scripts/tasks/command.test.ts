import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { afterEach, describe, it, mock } from "node:test";
import { fileURLToPath } from "node:url";
import hre from "hardhat";
import { command } from "../../../scripts/tasks/command.ts";
import { deploy } from "../../../scripts/deploy/deploy.ts";
import { temporaryFolder } from "../deploy/chain.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const HARDHAT = join(ROOT, "node_modules/hardhat/dist/src/cli.js");

describe("command", () => {
  const shown = mock.method(console, "error", () => undefined);
  afterEach(() => {
    process.exitCode = undefined;
  });

  it("shows an error as one message and ends with exit code 1", async () => {
    await command(() => Promise.reject(new Error("no such schema")))({}, hre);
    assert.deepEqual(shown.mock.calls.at(-1)!.arguments, ["Error: no such schema"]);
    assert.equal(process.exitCode, 1);
  });

  it("does not hide a mistake in the program", async () => {
    await assert.rejects(command(() => Promise.reject(new TypeError("x is undefined")))({}, hre), TypeError);
  });

  it("hands on what the action returns", async () => {
    assert.equal(await command(() => Promise.resolve(7))({}, hre), 7);
  });
});

describe("the commands as a clerk types them", () => {
  it("attest, and say no with exit code 1", async () => {
    const server = await hre.network.createServer("node", "127.0.0.1", 0);
    const { port } = await server.listen();
    const rpcUrl = `http://127.0.0.1:${port}`;
    const recordPath = join(temporaryFolder(), "record.json");
    const env = { ...process.env, RPC_URL: rpcUrl, DEPLOYMENT_RECORD: recordPath, NO_COLOR: "1" };
    const hardhat = (...words: string[]) =>
      new Promise<{ code: number; output: string }>((resolve) => {
        const parameters = [HARDHAT, "--network", "development", ...words];
        execFile(process.execPath, parameters, { cwd: ROOT, env }, (error, stdout, stderr) =>
          resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
        );
      });
    try {
      await deploy({ rpcUrl, recordPath });
      const common = ["attest", "--schema", "tax.credit.v1", "--company", "9144030071526726XG"];
      const good = await hardhat(...common, "credit_grade=A");
      assert.match(good.output, /attestation {2}0x\w{54}\n {2}transaction {2}0x\w{64}\n {2}gas/);
      assert.equal(good.code, 0);
      const bad = await hardhat(...common, "credit_grade=Z");
      assert.match(bad.output, /^Error: tax\.credit\.v1:\n {2}tax\.credit_grade: "Z": must be one of D, C, M, B, A/m);
      assert.doesNotMatch(bad.output, /\n {4}at /);
      assert.equal(bad.code, 1);
      const help = await hardhat("attest", "--help");
      assert.match(help.output, /--observed-at +When it was observed/);
    } finally {
      await server.close();
    }
  });
});
