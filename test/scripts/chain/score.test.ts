import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { compileScorecard } from "../../../catalogue/index.ts";
import { certify, NoEvidence, nextBlockTime } from "../../../scripts/chain/certify.ts";
import { pointsIn, scoreOf } from "../../../scripts/chain/score.ts";
import { gradeName, scorecardInForce } from "../../../scripts/chain/scorecards.ts";
import { catalogueWith, sampleCard } from "../deploy/scorecards.ts";
import { balanceSheet, type ScoredChain, scoredChain } from "./scored-chain.ts";

describe("a score from the chain", () => {
  let chain: ScoredChain;
  before(async () => {
    chain = await scoredChain();
  });
  const question = async (scorecard = chain.scorecard) => {
    const { contracts, record } = chain;
    return { contracts, scorecard, now: await chain.timeNow(), fromBlock: record.startBlock };
  };

  it("is that of a company of which nothing is known, as long as nothing is attested; it cannot be certified", async () => {
    const { total, grade, coverageBps, expiresAt, evidence } = await scoreOf(await question(), chain.entityId);
    assert.deepEqual({ total, grade, coverageBps, expiresAt, evidence }, { ...UNKNOWN, evidence: [] });
    await assert.rejects(certify(await question(), chain.entityId, chain.wallet("relayer")), NoEvidence);
  });

  it("comes with what each point is for", async () => {
    await chain.attest(await chain.statement("company.balance_sheet.v2", balanceSheet("80.00", "100.00")));
    const { total, characteristics } = await scoreOf(await question(), chain.entityId);
    assert.equal(total, 600 - 50 - 10);
    assert.deepEqual(
      characteristics.map(({ points, state }) => [points, state]),
      [
        [0, "unknown"],
        [-10, "unknown"],
        [-50, "known"],
      ],
    );
  });

  it("is refused when this program comes to another", async () => {
    const other = catalogueWith(sampleCard("platform", 1, { basePoints: 500 })).catalogue;
    const scorecard = compileScorecard(other, other.scorecards[0]!);
    await assert.rejects(
      scoreOf(await question(scorecard), chain.entityId),
      /platform v1: the chain comes to other points for the total than this program/,
    );
  });

  it("needs a scorecard that is in force and the catalogue's", async () => {
    const { contracts } = chain;
    const other = catalogueWith(sampleCard("platform", 1), sampleCard("beta", 1)).catalogue;
    assert.deepEqual(await scorecardInForce(contracts, chain.catalogue, "platform"), chain.scorecard);
    await assert.rejects(scorecardInForce(contracts, other, "beta"), /no model of the family "beta" is in force/);
    await assert.rejects(
      scorecardInForce(contracts, catalogueWith().catalogue, "platform"),
      /there is no family of scorecards "platform": the catalogue has none at all/,
    );
  });

  it("is asked for the time of the next block, which runs on while the chain stands still", async () => {
    await chain.provider.send("evm_increaseTime", [1_000]);
    assert.ok((await nextBlockTime(chain.provider)) >= (await chain.timeNow()) + 1_000);
  });
});

/** 600, less 10 for no tax grade and 20 for no balance sheet. */
const UNKNOWN = { total: 570, grade: 0, coverageBps: 0, expiresAt: 0 };

describe("what a score is written with", () => {
  it("unpacks points with their signs", () => {
    assert.deepEqual(pointsIn("0x0001ffff80007fff"), [1, -1, -32_768, 32_767]);
    assert.deepEqual(pointsIn("0x"), []);
  });

  it("names grades from 1 in both languages, and says when there is none", () => {
    const { catalogue } = catalogueWith(sampleCard("platform", 1));
    const names = [0, 1, 10].map((grade) => gradeName(catalogue, catalogue.scorecards[0]!, grade));
    assert.deepEqual(names, [
      "no grade (too little known) 暂无等级（已知信息不足）",
      "D级 Grade D, in default",
      "AAA级 Grade AAA, the best",
    ]);
  });
});
