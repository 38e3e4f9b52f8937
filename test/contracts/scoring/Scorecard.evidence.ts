import { expect } from "chai";
import { network } from "hardhat";
import { id, ZeroHash } from "ethers";
import { STREAM, TAX, VALIDITY, schemaIdOf } from "../support/ledger.ts";
import { AGE, attest, deployScored, issuerOf, evidenceOf, FAMILY, revoke, SOURCES } from "../support/score.ts";
import type { Scored, SourceName } from "../support/score.ts";
import { STANDING } from "../support/statements.ts";

const connection = await network.create();
const { networkHelpers, ethers } = connection;
const { time } = networkHelpers;

const OTHER = id("another company");

const scored = () => deployScored(connection);

type Evidence = Scored["evidence"][number];

/** Evidence with one item changed. */
const changed = (evidence: readonly Evidence[], index: number, change: Partial<Evidence>) =>
  evidence.map((item, at) => (at === index ? { ...item, ...change } : item));

/** Refused in the same way by `evaluate` and by `certify`, whoever sends it; nothing is kept. */
async function refused(
  { scorecard, wallets, company }: Scored,
  evidence: readonly Evidence[],
  error: string,
  ...given: readonly unknown[]
) {
  for (const wallet of [wallets.stranger, wallets.controller, wallets.taxSigner, wallets.governance]) {
    await expect(scorecard.connect(wallet).certify.staticCall(FAMILY, 1, company, [...evidence]))
      .to.be.revertedWithCustomError(scorecard, error)
      .withArgs(...given);
  }
  await expect(scorecard.evaluate(FAMILY, 1, company, [...evidence]))
    .to.be.revertedWithCustomError(scorecard, error)
    .withArgs(...given);
}

describe("Scorecard, evidence", function () {
  for (const [index, source] of SOURCES.entries()) {
    describe(`of ${source}`, function () {
      const notCurrent = (fixture: Scored, evidence: readonly Evidence[], standing: bigint) =>
        refused(fixture, evidence, "ScorecardNotCurrent", fixture.schemas[source], standing);

      it("refuses what was replaced", async function () {
        const fixture = await networkHelpers.loadFixture(scored);
        await attest(fixture.ledger, source, await time.latest(), [1n, 2n, 3n]);
        await notCurrent(fixture, fixture.evidence, STANDING.superseded);
      });

      it("refuses what is older than what stands, attested or not", async function () {
        const fixture = await networkHelpers.loadFixture(scored);
        const { observedAt } = fixture.statements[source];
        const stale = changed(fixture.evidence, index, { observedAt: observedAt - 1 });
        await notCurrent(fixture, stale, STANDING.superseded);
      });

      it("refuses what was revoked, and takes the rest without it", async function () {
        const fixture = await networkHelpers.loadFixture(scored);
        const { ledger, statements, evidence, scorecard, company } = fixture;
        await revoke(ledger, source, statements[source]);
        await notCurrent(fixture, evidence, STANDING.revoked);
        await scorecard.evaluate(FAMILY, 1, company, evidence.toSpliced(index, 1));
      });

      it("says revoked of what has expired as well", async function () {
        const fixture = await networkHelpers.loadFixture(scored);
        await revoke(fixture.ledger, source, fixture.statements[source]);
        await time.increaseTo(fixture.statements[source].observedAt + VALIDITY + 1);
        const current = SOURCES.filter((each) => each === source || AGE[each] < AGE[source]);
        const evidence = current.map((each) => evidenceOf(fixture.statements[each]));
        await notCurrent(fixture, evidence, STANDING.revoked);
      });

      it("takes it in the last second of its validity, and refuses it one second after", async function () {
        const fixture = await networkHelpers.loadFixture(scored);
        const { ledger, scorecard, company, statements, evidence } = fixture;
        const end = statements[source].observedAt + VALIDITY;
        await time.increaseTo(end - 10);
        const fresh = new Map<SourceName, Evidence>();
        for (const other of SOURCES.filter((each) => each !== source)) {
          fresh.set(other, evidenceOf(await attest(ledger, other, end - 10, [1n, 2n, 3n])));
        }
        const all = SOURCES.map((each, at) => fresh.get(each) ?? evidence[at]!);
        await time.increaseTo(end);
        expect((await scorecard.evaluate(FAMILY, 1, company, all)).expiresAt).to.equal(end);
        await time.increaseTo(end + 1);
        await notCurrent(fixture, all, STANDING.expired);
      });

      it("refuses what was never attested: any part changed, or a later time", async function () {
        const fixture = await networkHelpers.loadFixture(scored);
        const { evidence, statements } = fixture;
        const { values, observedAt } = statements[source];
        for (const forged of [
          ...values.map((_, at) => ({ values: values.map((value, each) => (each === at ? value + 1n : value)) })),
          ...[{ values: values.slice(1) }, { values: [...values, 0n] }, { values: [] }],
          ...[{ evidence: id("other") }, { observedAt: observedAt + 1 }, { observedAt: 2 ** 32 - 1 }],
        ]) {
          await notCurrent(fixture, changed(evidence, index, forged), STANDING.unknown);
        }
      });

      it("refuses what is about another company, older or newer", async function () {
        const fixture = await networkHelpers.loadFixture(scored);
        const { scorecard, schemas, statements, evidence } = fixture;
        await refused(
          { ...fixture, company: OTHER },
          [evidence[index]!],
          "ScorecardNotCurrent",
          schemas[source],
          STANDING.unknown,
        );
        // Nobody acts for the other company, so it states nothing itself.
        if (source === "subject") return;
        const signer = fixture.registry.connect(issuerOf(fixture.ledger, source));
        for (const [ahead, standing] of [
          [-1, STANDING.superseded],
          [0, STANDING.unknown],
          [1, STANDING.unknown],
        ] as const) {
          const observedAt = statements[source].observedAt + ahead;
          const theirs = { ...statements[source], subject: OTHER, observedAt, values: [9n, 9n, 9n] };
          await signer.attest(theirs.schemaId, theirs);
          await notCurrent(fixture, changed(evidence, index, evidenceOf(theirs)), standing);
          await scorecard.evaluate(FAMILY, 1, OTHER, [evidenceOf(theirs)]);
        }
      });

      it("refuses what is about an item of the company", async function () {
        const fixture = await networkHelpers.loadFixture(scored);
        const { ledger, registry, statements, evidence } = fixture;
        const item = { ...statements[source], itemKey: id("item"), observedAt: fixture.now, values: [7n, 7n, 7n] };
        await registry.connect(issuerOf(ledger, source)).attest(item.schemaId, item);
        await notCurrent(fixture, changed(evidence, index, evidenceOf(item)), STANDING.unknown);
        await fixture.scorecard.evaluate(FAMILY, 1, fixture.company, evidence);
      });

      it("refuses its absence while it is current, however bad it is", async function () {
        const fixture = await networkHelpers.loadFixture(scored);
        const { ledger, schemas, statements, evidence } = fixture;
        const rest = evidence.toSpliced(index, 1);
        await refused(fixture, rest, "ScorecardWithheld", schemas[source], statements[source].observedAt);
        const now = await time.latest();
        await attest(ledger, source, now, [1n, 10n ** 30n, 10n ** 9n]);
        await refused(fixture, rest, "ScorecardWithheld", schemas[source], now);
      });

      it("refuses it twice", async function () {
        const fixture = await networkHelpers.loadFixture(scored);
        const { schemas, evidence } = fixture;
        const twice = evidence.toSpliced(index, 0, evidence[index]!);
        await refused(fixture, twice, "ScorecardEvidenceUnsorted", index + 1, schemas[source]);
      });
    });
  }

  it("refuses nothing at all while something is current", async function () {
    const fixture = await networkHelpers.loadFixture(scored);
    const { scorecard, company, schemas, statements } = fixture;
    await expect(scorecard.evaluate(FAMILY, 1, company, []))
      .to.be.revertedWithCustomError(scorecard, "ScorecardWithheld")
      .withArgs(schemas.subject, statements.subject.observedAt);
  });

  it("refuses another order", async function () {
    const fixture = await networkHelpers.loadFixture(scored);
    const [subject, tax, customs] = fixture.evidence as [Evidence, Evidence, Evidence];
    const { schemas } = fixture;
    const unsorted = "ScorecardEvidenceUnsorted";
    await refused(fixture, [tax, subject, customs], unsorted, 1, schemas.subject);
    await refused(fixture, [subject, customs, tax], unsorted, 2, schemas.tax);
    await refused(fixture, [customs, tax, subject], unsorted, 1, schemas.tax);
    await refused(fixture, [customs, tax], unsorted, 1, schemas.tax);
  });

  describe("of a schema that the model does not ask for", function () {
    it("is refused before, between and behind the others", async function () {
      const fixture = await networkHelpers.loadFixture(scored);
      const { ledger, wallets, registry, company, statements, evidence } = fixture;
      await registry
        .connect(wallets.steward)
        .defineSchema("tax.more.v1", TAX, ["a"], STREAM, VALIDITY, ethers.ZeroAddress);
      const schemaId = schemaIdOf("tax.more.v1", TAX);
      const more = { ...statements.tax, schemaId, values: [1n] };
      await registry.connect(wallets.taxSigner).attest(schemaId, more);
      expect(await registry.isCurrent(schemaId, more)).to.equal(true);
      const place = schemaId > ledger.schemas.tax ? 2 : 1;
      await refused(fixture, evidence.toSpliced(place, 0, evidenceOf(more)), "ScorecardForeignSchema", place, schemaId);
      const [first, last] = ["0x00000000", "0xffffffff"];
      const made = (id: string) => evidenceOf({ ...more, schemaId: id, subject: company });
      await refused(fixture, [made(first), ...evidence], "ScorecardForeignSchema", 0, first);
      await refused(fixture, [...evidence, made(last)], "ScorecardForeignSchema", 3, last);
    });

    it("is refused in the place of what is not there", async function () {
      const fixture = await networkHelpers.loadFixture(scored);
      const { ledger, statements, evidence, schemas } = fixture;
      await revoke(ledger, "tax", statements.tax);
      // One above the tax agency's: behind the place of what was revoked, before the customs'.
      const schemaId = `0x${(Number(schemas.tax) + 1).toString(16).padStart(8, "0")}`;
      const foreign = { ...evidence[1]!, schemaId };
      await refused(fixture, [evidence[0]!, foreign, evidence[2]!], "ScorecardForeignSchema", 1, schemaId);
    });

    it("does not hide the absence of one that it asks for", async function () {
      const fixture = await networkHelpers.loadFixture(scored);
      const { evidence, schemas, statements } = fixture;
      const last = { ...evidence[2]!, schemaId: "0xffffffff" };
      await refused(
        fixture,
        [evidence[0]!, evidence[1]!, last],
        "ScorecardWithheld",
        schemas.customs,
        statements.customs.observedAt,
      );
    });
  });

  it("leaves no rating behind when it is refused", async function () {
    const { scorecard, company, evidence } = await networkHelpers.loadFixture(scored);
    await expect(scorecard.certify(FAMILY, 1, company, evidence.slice(1))).to.be.revertedWithCustomError(
      scorecard,
      "ScorecardWithheld",
    );
    expect((await scorecard.ratingOf(company, FAMILY)).standing).to.equal(0n);
    expect((await scorecard.ratingOf(company, ZeroHash)).standing).to.equal(0n);
  });
});
