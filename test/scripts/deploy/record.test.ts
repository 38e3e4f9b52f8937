import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { eachProxied } from "../../../scripts/chain/ledger.ts";
import { type DeploymentRecord, readRecord, writeRecord } from "../../../scripts/deploy/record.ts";
import { temporaryFolder } from "./chain.ts";

const address = `0x${"ab".repeat(20)}`;
const hash = `0x${"cd".repeat(32)}`;
const proxied = { address, implementation: address, codeHash: hash, block: 3, transaction: hash };
const record: DeploymentRecord = {
  ...{ network: "test", chainId: 31337, version: "0.1.0", startBlock: 1, deployedAt: 1_800_000_000 },
  catalogueVersion: "1.0.0",
  contracts: {
    AccessManager: { address, codeHash: hash, block: 1, transaction: hash },
    ...eachProxied(() => proxied),
  },
  schemas: { "tax.credit.v1": "0x0002acfb" },
  agencies: { tax: 2 },
};

describe("the deployment record", () => {
  const folder = temporaryFolder();

  it("comes back as it was written, into folders that did not exist", () => {
    const path = join(folder, "a/b/record.json");
    writeRecord(path, record);
    assert.deepEqual(readRecord(path), record);
  });

  it("names file and place of each broken rule", () => {
    const path = join(folder, "broken.json");
    writeFileSync(path, JSON.stringify({ ...record, chainId: "x", agencies: { tax: 0 }, extra: 1 }));
    assert.throws(
      () => readRecord(path),
      (error: Error) => {
        assert.match(error.message, /broken\.json:\n/);
        assert.match(error.message, /chainId: /);
        assert.match(error.message, /agencies\.tax: /);
        assert.match(error.message, /extra/);
        return true;
      },
    );
  });

  it("says which file is missing or no JSON", () => {
    assert.throws(() => readRecord(join(folder, "none.json")), /deployment record .*none\.json: ENOENT/);
    const path = join(folder, "text.json");
    writeFileSync(path, "{");
    assert.throws(() => readRecord(path), /deployment record .*text\.json: .*JSON/);
  });
});
