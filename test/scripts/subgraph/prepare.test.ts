import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, describe, it } from "node:test";

import { exampleDeployment } from "../../../scripts/subgraph/example.ts";
import { INDEXED_CONTRACTS, SUBGRAPH } from "../../../scripts/subgraph/layout.ts";
import { prepareSubgraph } from "../../../scripts/subgraph/prepare.ts";

describe("prepareSubgraph", () => {
  const outDir = mkdtempSync(join(tmpdir(), "lingnan-subgraph-"));
  after(() => rmSync(outDir, { recursive: true }));
  const deployed = { ...exampleDeployment(), network: "elsewhere" };

  it("puts everything that the manifest names beside it", async () => {
    const { manifestPath, subgraphFolder, network } = await prepareSubgraph(deployed, { outDir });
    assert.equal(network, "elsewhere");
    assert.equal(manifestPath, join(subgraphFolder, "build", "subgraph.yaml"));
    const manifest = readFileSync(manifestPath, "utf8");
    const files = [...manifest.matchAll(/file: (\S+)/g)].map(([, file]) => file as string);
    assert.equal(new Set(files).size, INDEXED_CONTRACTS.length + 2);
    for (const file of files) assert.ok(readFileSync(join(dirname(manifestPath), file)).length > 0, file);
    assert.equal(
      readFileSync(join(subgraphFolder, "build", "schema.graphql"), "utf8"),
      readFileSync(join(SUBGRAPH, "schema.graphql"), "utf8"),
    );
  });
});
