import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { keccak256, toUtf8Bytes } from "ethers";
import { compileScorecard, encodeScorecard } from "../../../catalogue/index.ts";
import { familyId } from "../../../scripts/chain/scorecards.ts";
import { checkDeployment } from "../../../scripts/deploy/check.ts";
import { deployForDevelopment } from "../../../scripts/deploy/development.ts";
import { publicationOf } from "../../../scripts/deploy/scorecards.ts";
import { freshChain, govern, parameters, temporaryFolder } from "./chain.ts";
import { catalogueWith, sampleCard } from "./scorecards.ts";

const WEEK_SECONDS = 7 * 86_400;

describe("scorecards of a deployment", () => {
  const two = catalogueWith(sampleCard("alpha", 1), sampleCard("alpha", 2, { basePoints: 610 }), sampleCard("beta", 1));

  it("are published by the deployer in order: a family's first at once, a successor after the notice", async () => {
    const { provider } = await freshChain();
    const { contracts, record, pending } = await deployForDevelopment({ provider, ...two });
    assert.deepEqual(pending, []);
    for (const card of two.catalogue.scorecards) {
      const { info, model } = await contracts.Scorecard.modelOf(familyId(card.family), card.version);
      assert.equal(model, encodeScorecard(compileScorecard(two.catalogue, card)));
      const filter = contracts.Scorecard.filters.ModelPublished(familyId(card.family), card.version);
      const [event] = await contracts.Scorecard.queryFilter(filter, record.startBlock);
      const file = readFileSync(join(two.catalogueDir, `scorecards/${card.family}-v${card.version}.json`), "utf8");
      assert.equal(event!.args.documentHash, keccak256(toUtf8Bytes(file)));
      const published = BigInt((await event!.getBlock()).timestamp);
      if (card.version === 1) assert.equal(info.effectiveFrom, published);
      else assert.ok(info.effectiveFrom >= published + BigInt(WEEK_SECONDS));
    }
    assert.equal(await contracts.Scorecard.modelInForce(familyId("alpha")), 1n);
    assert.deepEqual(await checkDeployment({ provider, record, parameters, ...two }), []);
  });

  it("are left to governance after the handover, and nothing is left once it has published them", async () => {
    const chain = await freshChain();
    const { provider } = chain;
    const journalFolder = temporaryFolder();
    const one = catalogueWith(sampleCard("alpha", 1));
    const { contracts, record } = await deployForDevelopment({ provider, ...one, journalFolder });
    const again = await deployForDevelopment({ provider, ...two, journalFolder });
    assert.equal(again.transactions, 0);
    assert.deepEqual(again.pending, [
      "governance (hardhat score publish --family alpha): publish version 2 of the scorecard alpha",
      "governance (hardhat score publish --family beta): publish version 1 of the scorecard beta",
    ]);
    assert.deepEqual(await checkDeployment({ provider, record, parameters, ...two }), [
      "Version 2 of the scorecard alpha is not published.",
      "Version 1 of the scorecard beta is not published.",
    ]);
    const soon = BigInt((await provider.getBlock("latest"))!.timestamp + 2 * WEEK_SECONDS);
    for (const card of two.catalogue.scorecards.slice(1)) {
      const publication = publicationOf(two.catalogue, card, soon, two.catalogueDir);
      const data = contracts.Scorecard.interface.encodeFunctionData("publishModel", [...publication]);
      await govern(chain, contracts, contracts.Scorecard, data);
    }
    assert.deepEqual((await deployForDevelopment({ provider, ...two, journalFolder })).pending, []);
    assert.deepEqual(await checkDeployment({ provider, record, parameters, ...two }), []);
  });
});

describe("checkDeployment: scorecards", async () => {
  const cards = [sampleCard("alpha", 1), sampleCard("alpha", 2)];
  const live = catalogueWith(...cards);
  const chain = await freshChain();
  const { provider } = chain;
  const { contracts, record } = await deployForDevelopment({ provider, ...live });
  const differences = (meant: ReturnType<typeof catalogueWith>) =>
    checkDeployment({ provider, record, parameters, ...meant });

  it("names a model that is not the catalogue's, where it begins to differ, and a document that was changed", async () => {
    const other = catalogueWith(sampleCard("alpha", 1, { minimumCoverageBps: 3_001 }), sampleCard("alpha", 2));
    const [model, document, ...more] = await differences(other);
    assert.match(
      model!,
      /^Version 1 of the scorecard alpha is a model of hash 0x\w{64}, but the catalogue's has 0x\w{64}: they differ from byte 4 on\.$/,
    );
    assert.match(document!, /^Version 1 of the scorecard alpha was published with the document 0x\w{64}, but the/);
    assert.deepEqual(more, []);
  });

  it("names only the document when no number changed", async () => {
    const reworded = catalogueWith(sampleCard("alpha", 1), sampleCard("alpha", 2, { nameEn: "Renamed" }));
    const [document, ...more] = await differences(reworded);
    assert.match(document!, /^Version 2 of the scorecard alpha was published with the document/);
    assert.deepEqual(more, []);
  });

  it("names a model that the catalogue has not", async () => {
    assert.deepEqual(await differences(catalogueWith(sampleCard("alpha", 1))), [
      "The chain has version 2 of the scorecard alpha, but the catalogue has no such scorecard.",
    ]);
  });

  it("names a model that was taken back, as long as the catalogue has no later one", async () => {
    const data = contracts.Scorecard.interface.encodeFunctionData("withdrawModel", [familyId("alpha"), 2]);
    await govern(chain, contracts, contracts.Scorecard, data);
    assert.deepEqual(await differences(live), [
      "Version 2 of the scorecard alpha was taken back, but the catalogue has no later one.",
    ]);
    assert.deepEqual(await differences(catalogueWith(...cards, sampleCard("alpha", 3))), [
      "Version 3 of the scorecard alpha is not published.",
    ]);
    assert.deepEqual(await differences(catalogueWith(sampleCard("alpha", 1))), []);
  });
});
