import assert from "node:assert/strict";
import { afterEach, before, beforeEach, describe, it } from "node:test";
import { developmentUscc, entityIdOf, NOT_STATED } from "../../../catalogue/index.ts";
import { evidenceOf, findEvidence, sourceValuesOf } from "../../../scripts/chain/score-evidence.ts";
import { familyId } from "../../../scripts/chain/scorecards.ts";
import { balanceSheet, type ScoredChain, scoredChain } from "./scored-chain.ts";

const OTHER = entityIdOf(developmentUscc("another company"));
const arrears = (amount: string) => ({ "tax.arrears_amount": amount });

describe("findEvidence", () => {
  let chain: ScoredChain;
  let snapshot: unknown;
  before(async () => {
    chain = await scoredChain();
  });
  beforeEach(async () => {
    snapshot = await chain.provider.send("evm_snapshot", []);
  });
  afterEach(async () => {
    await chain.provider.send("evm_revert", [snapshot]);
  });

  const find = async (later = 0) => {
    return findEvidence(search(chain, (await chain.timeNow()) + later), chain.entityId);
  };
  const sourceNames = () => chain.scorecard.sources.map(({ name }) => name);
  const at = (name: string) => sourceNames().indexOf(name);

  it("finds the statements of all sources in the order of the scorecard, among those of others", async () => {
    const { statement, attest, entityId } = chain;
    const own = await statement("tax.arrears.v1", arrears("5.00"));
    await attest(await statement("tax.arrears.v1", arrears("7.00"), { subject: OTHER }), own);
    const sheet = await statement("company.balance_sheet.v2", balanceSheet("60.00", "100.00"));
    await attest(sheet);
    const found = await find();
    assert.equal(found.length, 3);
    assert.deepEqual(found[at("tax.arrears.v1")], own);
    assert.deepEqual(found[at("company.balance_sheet.v2")], sheet);
    assert.equal(found[at("tax.credit.v1")], null);
    assert.equal(sourceValuesOf(chain.scorecard, found)[at("tax.arrears.v1")]?.[0], 500n);
    const evidence = evidenceOf(found);
    assert.deepEqual(
      evidence.map(({ schemaId }) => schemaId),
      [...evidence.map(({ schemaId }) => schemaId)].sort(),
    );
    const score = await chain.contracts.Scorecard.evaluate(familyId("platform"), 1, entityId, evidence);
    assert.equal(score.coverageBps, 7_500n);
  });

  it("takes the newest of several, and the known one without looking for it", async () => {
    const { statement, attest } = chain;
    await attest(await statement("tax.arrears.v1", arrears("5.00"), { age: 100 }));
    const newer = await statement("tax.arrears.v1", arrears("0.00"));
    await attest(newer);
    assert.deepEqual((await find())[at("tax.arrears.v1")], newer);
    const unsearched = { ...search(chain, await chain.timeNow()), fromBlock: Number.MAX_SAFE_INTEGER };
    const found = await findEvidence({ ...unsearched, known: [newer] }, chain.entityId);
    assert.deepEqual(found[at("tax.arrears.v1")], newer);
    await assert.rejects(findEvidence(unsearched, chain.entityId), /keeps attestation 0x\w{54}, but gives no event/);
  });

  it("leaves out what is revoked, and what has expired from the second after its last one on", async () => {
    const { statement, attest, revoke, catalogue } = chain;
    const revoked = await statement("tax.arrears.v1", arrears("5.00"));
    await attest(revoked);
    await revoke(revoked);
    const grade = await statement("tax.credit.v1", { "tax.credit_grade": "A" });
    await attest(grade);
    const now = await chain.timeNow();
    const left = grade.observedAt + catalogue.schemaByName.get("tax.credit.v1")!.validitySeconds - now;
    assert.deepEqual(
      (await find(left)).filter((found) => found !== null),
      [grade],
    );
    assert.deepEqual(
      (await find(left + 1)).filter((found) => found !== null),
      [],
    );
  });

  it("names what the company took back, until it would have expired", async () => {
    const { statement, attest, revoke, scorecard } = chain;
    const sheet = await statement("company.balance_sheet.v2", balanceSheet("60.00", "100.00"));
    await attest(sheet);
    await revoke(sheet);
    const found = await find();
    assert.equal(found[at("company.balance_sheet.v2")], "taken back");
    assert.deepEqual(evidenceOf(found), []);
    const values = sourceValuesOf(scorecard, found)[at("company.balance_sheet.v2")];
    assert.ok(values?.every((value) => value === NOT_STATED));
    const { validitySeconds } = scorecard.sources[at("company.balance_sheet.v2")]!;
    assert.equal((await find(validitySeconds + 1))[at("company.balance_sheet.v2")], null);
  });
});

function search({ contracts, scorecard, record }: ScoredChain, now: number) {
  return { registry: contracts.AttestationRegistry, scorecard, now, fromBlock: record.startBlock };
}
