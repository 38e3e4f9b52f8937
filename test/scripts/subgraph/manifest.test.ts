import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { exampleDeployment } from "../../../scripts/subgraph/example.ts";
import { INDEXED_CONTRACTS } from "../../../scripts/subgraph/layout.ts";
import { type IndexedDeployment, renderManifest } from "../../../scripts/subgraph/manifest.ts";

const ENTITIES = "0xE7f1725E7734CE288F8367e1Bb143E90bb3F0512";
const ATTESTATIONS = "0xDc64a140Aa3E981100a9becA4E685f962f0cF6C9";

const deployment: IndexedDeployment = {
  network: "guangdong-pilot",
  startBlock: 1200,
  contracts: {
    ...exampleDeployment().contracts,
    EntityRegistry: { address: ENTITIES, block: 1203 },
    AttestationRegistry: { address: ATTESTATIONS },
  },
};

describe("renderManifest", () => {
  it("fills in network, addresses, start blocks and mapping, and leaves no placeholder", () => {
    const manifest = renderManifest(deployment, "./mappings.wasm");
    assert.equal(manifest.match(/network: guangdong-pilot$/gm)?.length, INDEXED_CONTRACTS.length);
    assert.match(
      manifest,
      new RegExp(`name: EntityRegistry[^]*address: "${ENTITIES.toLowerCase()}"[^]*startBlock: 1203`),
    );
    assert.equal(manifest.match(/file: \.\/mappings\.wasm$/gm)?.length, INDEXED_CONTRACTS.length);
    assert.doesNotMatch(manifest, /\$\{/);
  });

  it("starts a contract whose block is not known with the whole deployment", () => {
    const [, attestations] = renderManifest(deployment, "x").split("name: AttestationRegistry");
    assert.match(attestations ?? "", new RegExp(`address: "${ATTESTATIONS.toLowerCase()}"[^]*startBlock: 1200`));
  });

  const wrong: [string, IndexedDeployment, string[]][] = [
    ["a network that would break the YAML", { ...deployment, network: "a: b" }, ["network", '"a: b"']],
    ["a start block that is no block", { ...deployment, startBlock: -1 }, ["AttestationRegistry.block", "-1"]],
    [
      "an address that is too short",
      { ...deployment, contracts: { ...deployment.contracts, EntityRegistry: { address: "0x12" } } },
      ["contracts.EntityRegistry.address", '"0x12"', "40 hex digits"],
    ],
  ];
  for (const [what, record, said] of wrong) {
    it(`refuses ${what}, naming field, value and rule`, () => {
      assert.throws(
        () => renderManifest(record, "x"),
        (error: Error) => said.every((part) => error.message.includes(part)),
      );
    });
  }

  it("takes the example", () => {
    assert.doesNotThrow(() => renderManifest(exampleDeployment(), "x"));
  });
});
