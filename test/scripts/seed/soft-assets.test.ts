import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { assetIdOf, decodeField, type Human, loadCatalogue } from "../../../catalogue/index.ts";
import type { SoftAssets } from "../../../scripts/chain/contracts.ts";
import { ledgerContracts } from "../../../scripts/chain/contracts.ts";
import { seed } from "../../../scripts/seed/seed.ts";
import { startLedger, type TestLedger } from "../agency/chain.ts";

const catalogue = loadCatalogue();

describe("soft assets of made-up companies", () => {
  let ledger: TestLedger;
  let assets: SoftAssets;
  before(async () => {
    ledger = await startLedger();
    const { failures } = await seed({
      record: ledger.record,
      chainUrl: ledger.url,
      companies: 24,
      seed: "soft assets",
    });
    assert.deepEqual(failures, []);
    assets = (await ledgerContracts(ledger.record.contracts, ledger.provider)).SoftAssets;
  });
  after(() => ledger.close());

  it("have the ids, kinds and numbers that the catalogue foretells", async () => {
    const registered = await assets.queryFilter(assets.filters.AssetRegistered());
    assert.ok(registered.length > 20, `${registered.length} assets`);
    for (const { args } of registered) {
      const kind = catalogue.assetKindByNumber.get(Number(args.kind)) ?? assert.fail(`kind ${args.kind}`);
      const schema = catalogue.schemaById.get(args.schemaId) ?? assert.fail(`schema ${args.schemaId}`);
      assert.ok(schema.asset, schema.name);
      assert.ok(schema.asset.kinds.includes(kind.code), `${kind.code} by ${schema.name}`);
      const number: Human | null = decodeField(schema.fields[schema.asset.numberAt] ?? assert.fail(), args.number);
      assert.equal(args.assetId, BigInt(assetIdOf(kind.registerNumber, String(number))));
    }
  });

  it("lie with the company that has them, and many can be pledged", async () => {
    const registered = await assets.queryFilter(assets.filters.AssetRegistered());
    const known = await Promise.all(
      registered.map(async ({ args: { assetId, entity } }) => ({
        owner: await assets.ownerOf(assetId),
        controller: (await ledger.entities.entityOf(entity)).controller,
        faceValueFen: (await assets.assetOf(assetId)).faceValueFen,
        pledgeableFen: await assets.pledgeableValueOf(assetId),
      })),
    );
    for (const { owner, controller } of known) assert.equal(owner, controller);
    const withFace = known.filter(({ faceValueFen }) => faceValueFen > 0n);
    const pledgeable = withFace.filter(({ pledgeableFen }) => pledgeableFen > 0n);
    assert.ok(pledgeable.length > withFace.length / 4, `${pledgeable.length} of ${withFace.length} can be pledged`);
  });
});
