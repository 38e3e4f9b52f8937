import { expect } from "chai";
import { network } from "hardhat";
import { toBeHex } from "ethers";
import { ABSENT, AGENCY, assetIdOf, attestPaper, deployCredit, farAhead, REGISTER } from "../support/credit.ts";
import type { Credit } from "../support/credit.ts";
import { attestAs, definePaper, FLAG, midnightBefore } from "../support/papers.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const NUMBER = "531620190160123456";
const VALUE = 5_000_000n;

/** The nine kinds: register, byte of the kind, and the name that a wallet shows. */
const KINDS = [
  [1, "0x01", "Invention patent 发明专利"],
  [1, "0x02", "Utility model 实用新型专利"],
  [2, "0x03", "Trademark 商标"],
  [3, "0x04", "Copyright 作品著作权"],
  [4, "0x05", "Software copyright 软件著作权"],
  [5, "0x06", "Export declaration 出口报关单"],
  [5, "0x07", "Import declaration 进口报关单"],
  [6, "0x08", "VAT invoice receivable 增值税发票应收账款"],
  [7, "0x09", "Warehouse receipt 仓单"],
] as const;

const BASE64_JSON = "data:application/json;base64,";

const deployed = () => deployCredit(connection);

interface Metadata {
  name: string;
  description: string;
  attributes: { trait_type: string; display_type?: string; value: string | number }[];
}

async function metadataOf({ assets }: Credit, assetId: bigint): Promise<Metadata> {
  const uri = await assets.tokenURI(assetId);
  expect(uri.startsWith(BASE64_JSON)).to.equal(true);
  return JSON.parse(Buffer.from(uri.slice(BASE64_JSON.length), "base64").toString("utf8")) as Metadata;
}

describe("AssetMetadata", function () {
  for (const [register, kind, name] of KINDS) {
    it(`shows a wallet what this is: ${name}`, async function () {
      const credit = await networkHelpers.loadFixture(deployed);
      const changes = { register, kinds: `${kind}000000`, valueAt: 4, kindAt: ABSENT };
      const schemaId = await definePaper(credit, "ipo.shown.v1", AGENCY.patents, changes);
      const dueAt = midnightBefore(await farAhead(credit));
      await attestAs(credit, "patentSigner", schemaId, { number: NUMBER, dueAt, valueFen: VALUE });
      const assetId = assetIdOf(register, NUMBER);
      expect(await metadataOf(credit, assetId)).to.deep.equal({
        name,
        description: "A soft asset of the Lingnan credit ledger 岭南中小企业信用账本",
        attributes: [
          { trait_type: "Entity", value: credit.ids.company },
          { trait_type: "Asset", value: toBeHex(assetId, 32) },
          { display_type: "date", trait_type: "Due or end of term", value: Number(dueAt) },
          { trait_type: "Value in fen", value: Number(VALUE) },
          { trait_type: "Status flags", value: Number(FLAG.inForce) },
        ],
      });
    });
  }

  it("shows what has changed, and nothing where nothing is known", async function () {
    const credit = await networkHelpers.loadFixture(deployed);
    await attestPaper(credit, "patent", { number: NUMBER, dueAt: 0n });
    const assetId = assetIdOf(REGISTER.patent, NUMBER);
    const shown = async () => (await metadataOf(credit, assetId)).attributes.slice(2).map(({ value }) => value);
    expect(await shown()).to.deep.equal([0, 0, Number(FLAG.inForce)]);
    await networkHelpers.time.increase(1);
    await attestPaper(credit, "patent", { number: NUMBER, dueAt: 86_400n, status: 0n });
    expect(await shown()).to.deep.equal([86_400, 0, Number(FLAG.none)]);
  });
});
