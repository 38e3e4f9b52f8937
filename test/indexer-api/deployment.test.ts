import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { identityOf, readDeployment } from "../../indexer-api/src/deployment.ts";

const RECORD = {
  network: "test",
  chainId: 31337,
  version: "0.1.0",
  startBlock: 3,
  deployedAt: 1_583_020_800,
  catalogueVersion: "1.0.0",
  contracts: {
    EntityRegistry: { address: `0x${"Aa".repeat(20)}` },
    AttestationRegistry: { address: `0x${"Bb".repeat(20)}` },
    SoftAssets: { address: `0x${"Cc".repeat(20)}` },
    PledgeRegistry: { address: `0x${"Dd".repeat(20)}` },
    ProductCatalogue: { address: `0x${"Ee".repeat(20)}` },
    GuaranteeRegistry: { address: `0x${"Ff".repeat(20)}` },
    LoanDesk: { address: `0x${"Ab".repeat(20)}` },
    Declarations: { address: `0x${"Ba".repeat(20)}` },
    Scorecard: { address: `0x${"Ca".repeat(20)}` },
  },
};

describe("readDeployment", () => {
  let folder: string;
  const write = (text: string) => {
    const path = join(folder, "record.json");
    writeFileSync(path, text);
    return path;
  };
  before(() => (folder = mkdtempSync(join(tmpdir(), "lingnan-deployment-test-"))));
  after(() => rmSync(folder, { recursive: true }));

  it("takes what it needs of the record and ignores the rest", () => {
    const path = write(JSON.stringify({ ...RECORD, schemas: { "tax.filing.v1": "0x0002acfb" } }));
    assert.deepEqual(readDeployment(path), RECORD);
  });

  it("names the file and the field that is wrong", () => {
    const contracts = { ...RECORD.contracts, EntityRegistry: { address: "0x12" } };
    const path = write(JSON.stringify({ ...RECORD, chainId: 0, contracts }));
    assert.throws(() => readDeployment(path), {
      message: new RegExp(`${path}[^]*/chainId: [^]*/contracts/EntityRegistry/address: must be an address`),
    });
  });

  it("names a file that is no JSON, or not there", () => {
    const path = write("{");
    assert.throws(() => readDeployment(path), /record\.json cannot be read: .*JSON/);
    assert.throws(() => readDeployment(join(folder, "none.json")), /none\.json cannot be read: ENOENT/);
  });
});

describe("identityOf", () => {
  const identity = identityOf(RECORD, "QmSubgraph");

  it("is the same for the same thing, however addresses are written", () => {
    const { EntityRegistry, AttestationRegistry } = RECORD.contracts;
    const lowerCase = {
      ...RECORD.contracts,
      EntityRegistry: { address: EntityRegistry.address.toLowerCase() },
      AttestationRegistry: { address: AttestationRegistry.address.toLowerCase() },
    };
    assert.equal(identityOf({ ...RECORD, contracts: lowerCase }, "QmSubgraph"), identity);
  });

  it("differs for another chain, contract, deployment or subgraph", () => {
    const other = { ...RECORD.contracts, AttestationRegistry: { address: `0x${"cc".repeat(20)}` } };
    const others = [
      identityOf({ ...RECORD, chainId: 1 }, "QmSubgraph"),
      identityOf({ ...RECORD, contracts: other }, "QmSubgraph"),
      identityOf({ ...RECORD, deployedAt: RECORD.deployedAt + 1 }, "QmSubgraph"),
      identityOf({ ...RECORD, startBlock: 4 }, "QmSubgraph"),
      identityOf(RECORD, "QmOther"),
    ];
    assert.equal(new Set([identity, ...others]).size, 6);
  });
});
