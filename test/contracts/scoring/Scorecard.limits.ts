import { expect } from "chai";
import { network } from "hardhat";
import { concat, dataLength, encodeBytes32String, ZeroAddress, ZeroHash } from "ethers";
import { compileScorecard, encodeScorecard, evaluateScorecard } from "../../../catalogue/index.ts";
import type { Schema, Scorecard } from "../../../catalogue/index.ts";
import { deployLedger, schemaIdOf, STREAM, TAX, VALIDITY } from "../support/ledger.ts";
import { CARD, deployScorecard, evidenceOf, pointsOf, publish, RATING, schemaOf } from "../support/score.ts";
import { attestationIdOf } from "../support/statements.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const MAX_SOURCES = 64;
const MAX_MODEL_BYTES = 24_575;
/** Gas of a transaction at most (EIP-7825). */
const TRANSACTION_GAS = 16_777_216n;
const FACTS = ["a", "b", "c"];

/** A company about which 64 schemas of an agency have each stated something. */
async function stated() {
  const ledger = await deployLedger(connection);
  const scorecard = await deployScorecard(connection, ledger);
  const now = await networkHelpers.time.latest();
  const names = Array.from({ length: MAX_SOURCES }, (_, index) => `tax.s${index}.v1`);
  const ids = names.map((name) => schemaIdOf(name, TAX));
  const schemas = names.map((name, index) => schemaOf(name, ids[index]!, factsOf(index)));
  const statements = [];
  for (const [index, { id: schemaId, name }] of schemas.entries()) {
    const head = { schemaId, subject: ledger.company, itemKey: ZeroHash, evidence: encodeBytes32String(name) };
    const statement = { ...head, observedAt: now - index, values: [BigInt(10 ** 6 + index), -5n, BigInt(index)] };
    await ledger.registry.connect(ledger.wallets.steward).defineSchema(name, TAX, FACTS, STREAM, VALIDITY, ZeroAddress);
    await ledger.registry.connect(ledger.wallets.taxSigner).attest(schemaId, statement);
    statements.push(statement);
  }
  statements.sort((a, b) => (a.schemaId < b.schemaId ? -1 : 1));
  return { ...ledger, ledger, scorecard, schemas, statements };
}

const factsOf = (index: number) => FACTS.map((fact) => `s${index}.${fact}`);

const term = (fact: string) => ({ fact, sign: 1 as const });

/** A card over the first schemas: one characteristic for each. */
function cardOver(count: number): Scorecard {
  return {
    ...CARD,
    sources: Array.from({ length: count }, (_, index) => `tax.s${index}.v1`),
    inputs: Array.from({ length: count }, (_, index) => ({
      ...CARD.inputs[1]!,
      ...{ id: `i${index}`, operation: "value", numerator: [term(`s${index}.c`)] },
    })),
    characteristics: Array.from({ length: count }, (_, index) => ({
      ...CARD.characteristics[0]!,
      ...{ id: `c${index}`, weightBps: index === 0 ? 10_000 : 0 },
      ...{ axes: [{ input: `i${index}`, cuts: [index] }], cells: [0, -index, index] },
    })),
  };
}

/** As large as a model can be, and as slow: most terms, 128 characteristics, every cut compared. */
function largestCard(): Scorecard {
  const terms = (from: number, count: number) =>
    Array.from({ length: count }, (_, index) =>
      term(`s${(from + index) % MAX_SOURCES}.${index % 2 === 0 ? "a" : "c"}`),
    );
  return {
    ...CARD,
    sources: Array.from({ length: MAX_SOURCES }, (_, index) => `tax.s${index}.v1`),
    grades: Array.from({ length: 16 }, (_, index) => ({ ...CARD.grades[0]!, fromPoints: index * 60 })),
    inputs: Array.from({ length: 128 }, (_, index) => ({
      ...CARD.inputs[0]!,
      ...{ id: `i${index}`, numerator: terms(index, 8), denominator: terms(index + 8, index === 0 ? 7 : 8) },
    })),
    characteristics: Array.from({ length: 128 }, (_, index) => {
      const cuts = Array.from({ length: index < 3 ? 18 : 17 }, (__, cut) => cut);
      const cells = Array.from({ length: cuts.length + 2 }, (__, cell) => cell - 10);
      const weightBps = index === 0 ? 10_000 : 0;
      return { ...CARD.characteristics[0]!, id: `c${index}`, weightBps, axes: [{ input: `i${index}`, cuts }], cells };
    }),
  };
}

const compile = (schemas: readonly Schema[], card: Scorecard) =>
  compileScorecard({ schemaByName: new Map(schemas.map((schema) => [schema.name, schema])) }, card);

describe("Scorecard, limits", function () {
  for (const count of [1, 31, 32, 33, 63, 64]) {
    it(`reads and keeps the evidence of ${count} sources whole`, async function () {
      const fixture = await networkHelpers.loadFixture(stated);
      const { ledger, scorecard, company, schemas, wallets } = fixture;
      const compiled = compile(schemas, cardOver(count));
      const family = encodeBytes32String(`of ${count}`);
      await publish(scorecard, ledger, encodeScorecard(compiled), { family });
      const used = new Set(compiled.sources.map(({ id }) => id));
      const statements = fixture.statements.filter(({ schemaId }) => used.has(schemaId));
      const evidence = statements.map(evidenceOf);
      const expected = evaluateScorecard(
        compiled,
        evidence.map(({ values }) => values),
        0n,
      );
      const score = await scorecard.evaluate(family, 1, company, evidence);
      expect(pointsOf(score.points)).to.deep.equal(expected.characteristics.map(({ points }) => points));
      const expiresAt = Math.min(...statements.map(({ observedAt }) => observedAt)) + VALIDITY;
      const sources = 2n ** BigInt(count) - 1n;
      const ids = concat(statements.map(attestationIdOf));
      await expect(scorecard.certify(family, 1, company, evidence))
        .to.emit(scorecard, "RatingCertified")
        .withArgs(
          company,
          family,
          1,
          expected.total,
          expected.grade,
          10_000,
          expiresAt,
          sources,
          wallets.stranger,
          ids,
          score.points,
        );
      const { rating, standing } = await scorecard.ratingOf(company, family);
      expect([rating.sources, standing]).to.deep.equal([sources, RATING.current]);
      // The last of them counts as the first does.
      const last = statements.at(-1)!;
      const newer = { ...last, observedAt: last.observedAt + 100 };
      await ledger.registry.connect(wallets.taxSigner).attest(last.schemaId, newer);
      expect((await scorecard.ratingOf(company, family)).standing).to.equal(RATING.outdated);
    });
  }

  it("takes a model of 24,575 bytes with 64 sources, 128 inputs and 128 characteristics", async function () {
    const { ledger, scorecard, company, schemas, statements } = await networkHelpers.loadFixture(stated);
    const compiled = compile(schemas, largestCard());
    const model = encodeScorecard(compiled);
    expect(dataLength(model)).to.equal(MAX_MODEL_BYTES);
    const family = encodeBytes32String("largest");
    const published = await (await publish(scorecard, ledger, model, { family })).wait();
    expect(published!.gasUsed < TRANSACTION_GAS, `publish: ${published!.gasUsed} gas`).to.equal(true);
    expect((await scorecard.modelOf(family, 1)).model).to.equal(model);
    const evidence = statements.map(evidenceOf);
    const expected = evaluateScorecard(
      compiled,
      evidence.map(({ values }) => values),
      0n,
    );
    const score = await scorecard.evaluate(family, 1, company, evidence);
    expect(pointsOf(score.points)).to.deep.equal(expected.characteristics.map(({ points }) => points));
    expect(score.total).to.equal(BigInt(expected.total));
    const gas = await scorecard.evaluate.estimateGas(family, 1, company, evidence);
    expect(gas < 3_000_000n, `evaluate: ${gas} gas`).to.equal(true);
    await scorecard.certify(family, 1, company, evidence);
    expect((await scorecard.ratingOf(company, family)).standing).to.equal(RATING.current);
  });
});
