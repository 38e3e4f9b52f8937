import assert from "node:assert/strict";
import { before, describe, it, mock } from "node:test";
import { developmentUscc } from "../../../catalogue/index.ts";
import { familyId } from "../../../scripts/chain/scorecards.ts";
import type { OpenLedger } from "../../../scripts/tasks/open-ledger.ts";
import { publish } from "../../../scripts/tasks/score-publish.ts";
import { certifyCompany } from "../../../scripts/tasks/score-certify.ts";
import { printScore } from "../../../scripts/tasks/score-show.ts";
import { developmentWallet } from "../../../scripts/wallets/development.ts";
import { balanceSheet, type ScoredChain, scoredChain } from "../chain/scored-chain.ts";
import { catalogueWith, sampleCard } from "../deploy/scorecards.ts";
import { parameters, passTime } from "../deploy/chain.ts";

let printed: string[] = [];
mock.method(console, "log", (line: string) => void printed.push(line));

const DAY_SECONDS = 86_400;
const STRANGER = developmentUscc("a company that nobody knows");

async function ledgerOf(chain: ScoredChain, meant: Pick<ScoredChain, "catalogue"> = chain): Promise<OpenLedger> {
  const { provider, contracts, record } = chain;
  const { catalogue } = meant;
  const keys = { provider, catalogue, variable: () => Promise.resolve(undefined) };
  return { network: "test", provider, contracts, record, catalogue, keys, chainTime: await chain.timeNow() };
}

describe("hardhat score show and certify", () => {
  let chain: ScoredChain;
  before(async () => {
    chain = await scoredChain();
  });
  const show = async (code = chain.uscc, family = "platform") => {
    printed = [];
    return printScore(await ledgerOf(chain), code, family);
  };
  const certify = async (code = chain.uscc) => {
    printed = [];
    return certifyCompany(await ledgerOf(chain), { uscc: code, family: undefined, key: undefined });
  };

  it("say in one sentence why they cannot", async () => {
    await assert.rejects(show("12345"), /^Error: USCC|^Error: .*12345/);
    await assert.rejects(
      show(chain.uscc, "moon"),
      /there is no family of scorecards "moon": the catalogue has platform/,
    );
    for (const attempt of [show, certify]) {
      await assert.rejects(attempt(STRANGER), new RegExp(`${STRANGER}.*no current statement|no current.*${STRANGER}`));
    }
  });

  it("show points, losses with advice in both languages, and what is unknown with who would attest it", async () => {
    const { statement, attest } = chain;
    await attest(await statement("tax.arrears.v1", { "tax.arrears_amount": "500.00" }));
    await attest(await statement("company.balance_sheet.v2", balanceSheet("30.00", "100.00")));
    const shown = await show();
    assert.deepEqual(
      { ...shown, losses: shown.losses.map(idAndPoints), unknown: shown.unknown.map(idAndPoints) },
      {
        withheld: [],
        ...{ family: "platform", version: 1, certified: "none", coverageBps: 7_500 },
        // 600, less 60 for some arrears, more 50 for few debts, less 10 for no tax grade: 580 is BB.
        ...{ total: 580, grade: 6, losses: [["arrears", 100]], unknown: [["grade", 30]] },
        expiresAt: shown.expiresAt,
      },
    );
    const { arrears, sheet } = { arrears: "tax.arrears.v1", sheet: "company.balance_sheet.v2" };
    const ends = [arrears, sheet].map((name) => chain.catalogue.schemaByName.get(name)!.validitySeconds);
    assert.ok(shown.expiresAt <= (await chain.timeNow()) + Math.min(...ends));
    const text = printed.join("\n");
    assert.match(text, /grade 等级 +BB级 Grade BB\n/);
    assert.match(text, /expected rate 预期比率 +5\.00 % default 违约 \(interval .*not observed yet/);
    assert.match(text, /coverage 覆盖率 +75\.00 % of the picture, from 2 statements\n/);
    assert.match(text, /-100 {2}Tax arrears 欠税\n +Do the right thing\.\n +依法合规经营。/);
    assert.match(text, /-10 {2}Tax grade 纳税信用: best 最好 \+30, worst 最差 -70\n.*税务/);
  });

  it("show what the total is the sum of", async () => {
    const shown = await show();
    const text = printed.join("\n");
    const [base, administrative, financial] = [
      ...[
        /base points 基础分 +(\d+)\n/,
        /administrative facts 行政信息 +(-\d+)\n/,
        /financial statements 财务报表 +\+(\d+)\n/,
      ],
    ].map((line) => Number(line.exec(text)?.[1]));
    assert.deepEqual([base, administrative, financial], [600, -70, 50]);
    assert.match(text, new RegExp(`total 总分 +${shown.total} of 1000\n`));
    assert.equal(base! + administrative! + financial!, shown.total);
  });

  it("certify what was shown; the rating stands until a fact changes", async () => {
    const before = await show();
    const { total, grade, coverageBps, statements, gasUsed } = await certify();
    assert.deepEqual([total, grade, coverageBps], [before.total, before.grade, before.coverageBps]);
    assert.equal(statements, 2);
    assert.match(printed.join("\n"), new RegExp(`gas 燃料 +${gasUsed}`));
    assert.match(printed.join("\n"), /grade 等级 +BB级 Grade BB\n/);
    assert.equal((await show()).certified, "current");
    await passTime(chain, 60);
    await chain.attest(await chain.statement("tax.credit.v1", { "tax.credit_grade": "A" }));
    const after = await show();
    assert.equal(after.certified, "outdated");
    // The tax grade's 20 points in the place of 10 lost.
    assert.equal(after.total, before.total + 30);
    assert.match(printed.join("\n"), /580 points, BB级 Grade BB, of .*: outdated 已过时/);
  });

  it("show a figure that was left out under a heading of its own, with who left it out", async () => {
    await passTime(chain, 60);
    await chain.attest(await chain.statement("company.balance_sheet.v2", balanceSheet(null, "100.00")));
    const { losses, withheld, unknown } = await show();
    assert.deepEqual(losses.map(idAndPoints), [["arrears", 100]]);
    assert.deepEqual(withheld.map(idAndPoints), [["debts", 120]]);
    assert.deepEqual(unknown, []);
    const text = printed.join("\n");
    assert.match(text, /left out or taken back 未披露或已撤销 \(1\)/);
    assert.match(
      text,
      /-70 {2}Debts 负债水平: best 最好 \+120, worst 最差 0\n +left out 未披露 by the company itself 企业自身\n/,
    );
    assert.doesNotMatch(text, /taken back 已撤销 by/);
  });

  it("say of what a company has revoked of its own that it is taken back, and for how long that counts", async () => {
    await passTime(chain, 60);
    const sheet = await chain.statement("company.balance_sheet.v2", balanceSheet("30.00", "100.00"));
    await chain.attest(sheet);
    assert.deepEqual((await show()).withheld, []);
    await chain.revoke(sheet);
    const { withheld } = await show();
    assert.deepEqual(withheld.map(idAndPoints), [["debts", 120]]);
    const text = printed.join("\n");
    assert.match(text, /Debts 负债水平: .*\n +taken back 已撤销 by the company itself 企业自身\n/);
    assert.match(text, /revoked of its own counts as left out until it would have expired/);
  });

  it("say so when too little is known for a grade, and count one statement as one", async () => {
    const little = await scoredChain();
    await little.attest(await little.statement("tax.credit.v1", { "tax.credit_grade": "A" }));
    printed = [];
    await printScore(await ledgerOf(little), little.uscc, "platform");
    await certifyCompany(await ledgerOf(little), { uscc: little.uscc, family: undefined, key: undefined });
    printed = printed.concat("", "---", "");
    await printScore(await ledgerOf(little), little.uscc, "platform");
    const text = printed.join("\n");
    assert.equal(text.match(/grade 等级 +no grade \(too little known\) 暂无等级/g)?.length, 3);
    assert.match(text, /grade needs 等级要求 +30\.00 % coverage\n/);
    assert.match(text, /25\.00 % of the picture, from 1 statement\n/);
    assert.match(text, /600 points, no grade \(too little known\) [^\n]*: current 有效/);
  });

  it("name the agency that left a figure out", async () => {
    const courts = await scoredChain(courtCard());
    await courts.attest(
      await courts.statement("court.enforcement.v1", {
        "court.dishonest_debtor": false,
        "court.enforcement_amount": null,
      }),
    );
    printed = [];
    const { withheld } = await printScore(await ledgerOf(courts), courts.uscc, "courts");
    assert.deepEqual(withheld.map(idAndPoints), [["arrears", 100]]);
    assert.match(printed.join("\n"), /-60 {2}Tax arrears 欠税: .*\n +left out 未披露 by .*法院\n/);
    assert.doesNotMatch(printed.join("\n"), /revoked of its own/);
  });

  it("score a company all of whose statements are taken back", async () => {
    const bare = await scoredChain();
    const sheet = await bare.statement("company.balance_sheet.v2", balanceSheet("30.00", "100.00"));
    await bare.attest(sheet);
    await bare.revoke(sheet);
    printed = [];
    const { total, withheld } = await printScore(await ledgerOf(bare), bare.uscc, "platform");
    // 600, less 10 for no tax grade and 70 for debts left out.
    assert.equal(total, 520);
    assert.deepEqual(withheld.map(idAndPoints), [["debts", 120]]);
    assert.match(printed.join("\n"), /stands until 有效期至 +no current statement 无有效声明/);
  });

  it("refuse to explain a model that is not the catalogue's", async () => {
    const other = catalogueWith(sampleCard("platform", 1, { minimumCoverageBps: 1 }));
    await assert.rejects(
      printScore(await ledgerOf(chain, other), chain.uscc, "platform"),
      /version 1 of the scorecard platform on this chain is not one that the catalogue has/,
    );
  });
});

/** The sample card with an amount under enforcement in the place of the tax arrears. */
function courtCard() {
  const { sources, inputs } = sampleCard("courts", 1);
  const numerator = [{ fact: "court.enforcement_amount", sign: 1 }] as const;
  return sampleCard("courts", 1, {
    sources: sources.with(0, "court.enforcement.v1"),
    inputs: inputs.with(0, { ...inputs[0]!, numerator }),
  });
}

const idAndPoints = ({ characteristic, lostPoints }: { characteristic: { id: string }; lostPoints: number }) => [
  characteristic.id,
  lostPoints,
];

describe("hardhat score publish", () => {
  let chain: ScoredChain;
  const next = catalogueWith(sampleCard("platform", 1), sampleCard("platform", 2, { basePoints: 610 }));
  before(async () => {
    chain = await scoredChain();
  });
  const options = { family: "platform", modelVersion: undefined, effectiveFrom: undefined, key: undefined };
  const run = async (
    change: { family?: string; modelVersion?: string; effectiveFrom?: string; dryRun?: boolean } = {},
  ) => {
    printed = [];
    return publish(await ledgerOf(chain, next), { ...options, dryRun: false, ...change }, next.catalogueDir);
  };

  it("refuses what cannot be published, and a time that the contract would refuse later", async () => {
    await assert.rejects(run({ family: "moon" }), /--family moon: the catalogue has no scorecard of this family/);
    await assert.rejects(run({ modelVersion: "1" }), /version 1 of the scorecard platform is on the chain already/);
    await assert.rejects(run({ modelVersion: "3" }), /version 2 of the scorecard platform must come before 3/);
    await assert.rejects(run({ modelVersion: "two" }), /--model-version two: must be a whole number/);
    const tooSoon = new Date(((await chain.timeNow()) + 8 * DAY_SECONDS) * 1000).toISOString().slice(0, 10);
    await assert.rejects(
      run({ effectiveFrom: tooSoon }),
      /--effective-from .*: must be .* or later, after governance's/,
    );
  });

  it("prints for a multi-signature wallet what it would send, and sends nothing", async () => {
    const height = await chain.provider.getBlockNumber();
    const { step, data } = await run({ dryRun: true });
    assert.equal(step, "schedule");
    assert.ok(printed.some((line) => line.includes(data)));
    assert.equal(await chain.provider.getBlockNumber(), height);
  });

  it("schedules, waits for the delay, executes, and then has nothing left to publish", async () => {
    const { Scorecard } = chain.contracts;
    assert.equal((await run()).step, "schedule");
    assert.equal((await run()).step, "wait");
    await assert.rejects(run({ effectiveFrom: "2030-01-01" }), /is scheduled already, with a time of its own/);
    await passTime(chain, parameters.executionDelaySeconds);
    assert.equal((await run()).step, "execute");
    assert.equal(await Scorecard.newestVersion(familyId("platform")), 2n);
    assert.equal(await Scorecard.modelInForce(familyId("platform")), 1n);
    await assert.rejects(run(), /the chain has every version of the scorecard platform that the catalogue has/);
  });

  it("does not execute what the catalogue no longer has", async () => {
    const again = catalogueWith(...next.catalogue.scorecards, sampleCard("platform", 3));
    const changed = catalogueWith(...next.catalogue.scorecards, sampleCard("platform", 3, { basePoints: 1 }));
    await publish(await ledgerOf(chain, again), { ...options, dryRun: false }, again.catalogueDir);
    await assert.rejects(
      publish(await ledgerOf(chain, changed), { ...options, dryRun: false }, changed.catalogueDir),
      /what governance has scheduled as version 3 of the scorecard platform is not what the catalogue has/,
    );
  });

  it("is refused to anybody but governance", async () => {
    const other = catalogueWith(...next.catalogue.scorecards, sampleCard("platform", 3), sampleCard("beta", 1));
    const ledger = await ledgerOf(chain, other);
    const variable = () => Promise.resolve(developmentWallet("relayer").privateKey);
    const stranger = { ...ledger, keys: { ...ledger.keys, variable } };
    await assert.rejects(
      publish(stranger, { ...options, family: "beta", dryRun: false }, other.catalogueDir),
      /^Error: refused: /,
    );
  });
});
