import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, it, mock } from "node:test";
import hre from "hardhat";
import { ledgerContracts } from "../../../scripts/chain/contracts.ts";
import { deploy } from "../../../scripts/deploy/deploy.ts";
import { readRecord } from "../../../scripts/deploy/record.ts";
import { checkNetwork } from "../../../scripts/tasks/check-deployment.ts";
import { deployNetwork } from "../../../scripts/tasks/deploy.ts";
import { developmentWallet } from "../../../scripts/wallets/development.ts";
import { mined, temporaryFolder } from "../deploy/chain.ts";

mock.method(console, "log", () => undefined);
afterEach(() => {
  process.exitCode = undefined;
});

describe("hardhat deploy and check-deployment", () => {
  const record = join(temporaryFolder(), "record.json");
  const options = { record, parameters: undefined };

  it("deploys, writes the record and finds it in order; later names what was changed, with exit code 1", async () => {
    const { pending } = await deployNetwork(options, hre);
    assert.deepEqual(pending, []);
    assert.deepEqual(await checkNetwork(options, hre), []);
    assert.equal(process.exitCode, undefined);
    const { provider } = (await hre.network.getOrCreate()).ethers;
    const guardian = developmentWallet("guardian").connect(provider);
    const contracts = await ledgerContracts(readRecord(record).contracts, guardian);
    await mined(contracts.EntityRegistry.pause());
    assert.deepEqual(await checkNetwork(options, hre), ["EntityRegistry is paused."]);
    assert.equal(process.exitCode, 1);
  });

  it("names the parameters that are missing, and the record that is", async () => {
    const nowhere = join(temporaryFolder(), "none");
    await assert.rejects(
      deployNetwork({ record, parameters: nowhere }, hre),
      /none is missing: it says who holds what/,
    );
    await assert.rejects(checkNetwork({ ...options, record: nowhere }, hre), /there is no deployment record .*none/);
  });
});

describe("deploy by URL", () => {
  it("deploys to a served chain and writes the record that it returns", async () => {
    const server = await hre.network.createServer("node", "127.0.0.1", 0);
    const { port } = await server.listen();
    try {
      const recordPath = join(temporaryFolder(), "record.json");
      const steps: string[] = [];
      const onStep = (step: string) => steps.push(step);
      const record = await deploy({ rpcUrl: `http://127.0.0.1:${port}`, recordPath, onStep });
      assert.ok(existsSync(recordPath));
      assert.deepEqual(readRecord(recordPath), record);
      const [definitions, rates] = ["agencies and schemas", "advance rates"];
      assert.deepEqual(steps, ["contracts", "roles", definitions, rates, "scorecards", "handover", "signers"]);
    } finally {
      await server.close();
    }
  });
});
