import { expect } from "chai";
import { network } from "hardhat";
import { id, ZeroAddress, ZeroHash } from "ethers";
import { AGENCY, DAY, deployCredit, NOT_STATED, textOf } from "../support/credit.ts";
import type { Credit } from "../support/credit.ts";
import { reason, schemaIdOf, STREAM, VALIDITY } from "../support/ledger.ts";
import { attestationIdOf } from "../support/statements.ts";

const connection = await network.create();
const { networkHelpers } = connection;
const { time } = networkHelpers;

/** `IDeclarations.State`. */
const DECLARED = 0n;
const COUNTERSIGNED = 1n;
const CONFIRMED = 2n;
const REJECTED = 3n;

const SCHEMA = schemaIdOf("company.transaction.v1", 0);
const ITEM = id("contract 7");
const WHY = reason("never delivered");

/** Place of the counterparty's code among the values. */
const COUNTERPARTY_AT = 1;

type Changes = { values?: bigint[]; observedAt?: number; subject?: string };

/** A transaction that the company declares with the other company; the tax service and the customs may confirm. */
async function declared() {
  const credit = await deployCredit(connection);
  const { registry, declarations, wallets, uscc } = credit;
  const steward = registry.connect(wallets.steward);
  await steward.defineSchema("company.transaction.v1", 0, ["amount", "party"], STREAM, VALIDITY, ZeroAddress);
  const confirmers = (1n << BigInt(AGENCY.tax)) | (1n << BigInt(AGENCY.customs));
  await declarations.connect(wallets.steward).defineRule(SCHEMA, COUNTERPARTY_AT, confirmers);
  const statement = await transaction(credit, textOf(uscc.otherCompany));
  await registry.connect(wallets.company).attest(SCHEMA, statement);
  return { credit, statement, attestationId: attestationIdOf({ ...statement, schemaId: SCHEMA }) };
}

async function transaction({ ids }: Credit, counterparty: bigint, changes: Changes = {}) {
  const observedAt = await time.latest();
  const base = { subject: ids.company, itemKey: ITEM, observedAt, evidence: ZeroHash };
  return { ...base, values: [700n, counterparty], ...changes };
}

type Statement = Awaited<ReturnType<typeof transaction>>;

/** The four ways to answer, by whom. */
const answersOf = ({ declarations, wallets }: Credit, statement: Statement) => ({
  countersign: () => declarations.connect(wallets.otherCompany).countersign(SCHEMA, statement),
  reject: () => declarations.connect(wallets.otherCompany).reject(SCHEMA, statement, WHY),
  confirm: () => declarations.connect(wallets.taxSigner).confirm(SCHEMA, statement),
  rejectAsAgency: () => declarations.connect(wallets.taxSigner).rejectAsAgency(SCHEMA, statement, WHY),
});

type Way = keyof ReturnType<typeof answersOf>;
const WAYS: readonly Way[] = ["countersign", "reject", "confirm", "rejectAsAgency"];

const stateOf = async ({ declarations }: Credit, attestationId: string) =>
  (await declarations.answerOf(attestationId)).state;

describe("Declarations, answers", function () {
  it("are none at first", async function () {
    const { credit, attestationId } = await networkHelpers.loadFixture(declared);
    expect(await credit.declarations.answerOf(attestationId)).to.deep.equal([DECLARED, 0n, 0n, ZeroAddress]);
  });

  for (const [way, state, agencyId, wallet, why] of [
    ["countersign", COUNTERSIGNED, 0n, "otherCompany", ZeroHash],
    ["reject", REJECTED, 0n, "otherCompany", WHY],
    ["confirm", CONFIRMED, BigInt(AGENCY.tax), "taxSigner", ZeroHash],
    ["rejectAsAgency", REJECTED, BigInt(AGENCY.tax), "taxSigner", WHY],
  ] as const) {
    it(`${way}: say who answered what, and when`, async function () {
      const { credit, statement, attestationId } = await networkHelpers.loadFixture(declared);
      const { declarations, ids, wallets } = credit;
      const counterparty = agencyId === 0n ? ids.otherCompany : ZeroHash;
      await expect(answersOf(credit, statement)[way]())
        .to.emit(declarations, "DeclarationAnswered")
        .withArgs(attestationId, ids.company, state, SCHEMA, agencyId, counterparty, wallets[wallet], why);
      const answer = [state, agencyId, BigInt(await time.latest()), wallets[wallet].address];
      expect(await declarations.answerOf(attestationId)).to.deep.equal(answer);
    });
  }

  describe("follow each other", function () {
    for (const [first, second, end] of [
      ["countersign", "confirm", CONFIRMED],
      ["countersign", "rejectAsAgency", REJECTED],
      ["confirm", "rejectAsAgency", REJECTED],
    ] as const) {
      it(`${second} after ${first}`, async function () {
        const { credit, statement, attestationId } = await networkHelpers.loadFixture(declared);
        const answers = answersOf(credit, statement);
        await answers[first]();
        await answers[second]();
        expect(await stateOf(credit, attestationId)).to.equal(end);
      });
    }

    for (const [first, seconds, state] of [
      ["countersign", ["countersign", "reject"], COUNTERSIGNED],
      ["confirm", ["countersign", "reject", "confirm"], CONFIRMED],
      ["reject", WAYS, REJECTED],
      ["rejectAsAgency", WAYS, REJECTED],
    ] as const) {
      it(`not ${seconds.join(", ")} after ${first}`, async function () {
        const { credit, statement, attestationId } = await networkHelpers.loadFixture(declared);
        const answers = answersOf(credit, statement);
        await answers[first]();
        for (const second of seconds) {
          await expect(answers[second]())
            .to.be.revertedWithCustomError(credit.declarations, "DeclarationsAnswered")
            .withArgs(attestationId, state);
        }
        expect(await stateOf(credit, attestationId)).to.equal(state);
      });
    }

    it("of two agencies the second may still reject, but not confirm again", async function () {
      const { credit, statement, attestationId } = await networkHelpers.loadFixture(declared);
      const { declarations, wallets } = credit;
      await answersOf(credit, statement).confirm();
      const customs = declarations.connect(wallets.customsSigner);
      await expect(customs.confirm(SCHEMA, statement))
        .to.be.revertedWithCustomError(declarations, "DeclarationsAnswered")
        .withArgs(attestationId, CONFIRMED);
      await customs.rejectAsAgency(SCHEMA, statement, WHY);
      expect((await declarations.answerOf(attestationId)).agencyId).to.equal(AGENCY.customs);
    });
  });

  describe("are refused", function () {
    it("to wallets that do not act for the counterparty, the company's own among them", async function () {
      const { credit, statement, attestationId } = await networkHelpers.loadFixture(declared);
      const { declarations, ids, wallets } = credit;
      for (const caller of [wallets.company, wallets.buyer, wallets.taxSigner, wallets.steward, wallets.governance]) {
        const as = declarations.connect(caller);
        for (const act of [() => as.countersign(SCHEMA, statement), () => as.reject(SCHEMA, statement, WHY)]) {
          await expect(act())
            .to.be.revertedWithCustomError(declarations, "DeclarationsNotCounterparty")
            .withArgs(attestationId, ids.otherCompany, caller);
        }
      }
    });

    it("to a counterparty that is suspended", async function () {
      const { credit, statement, attestationId } = await networkHelpers.loadFixture(declared);
      const { declarations, entities, ids, wallets } = credit;
      await entities.connect(wallets.registrar).suspend(ids.otherCompany, reason("fraud"));
      await expect(answersOf(credit, statement).countersign())
        .to.be.revertedWithCustomError(declarations, "DeclarationsNotCounterparty")
        .withArgs(attestationId, ids.otherCompany, wallets.otherCompany);
    });

    it("to a counterparty that is not registered", async function () {
      const { credit } = await networkHelpers.loadFixture(declared);
      const { declarations, registry, wallets } = credit;
      await time.increase(DAY);
      const statement = await transaction(credit, textOf("914403001922038216"));
      await registry.connect(wallets.company).attest(SCHEMA, statement);
      await expect(answersOf(credit, statement).countersign())
        .to.be.revertedWithCustomError(declarations, "DeclarationsNotCounterparty")
        .withArgs(attestationIdOf({ ...statement, schemaId: SCHEMA }), id("914403001922038216"), wallets.otherCompany);
    });

    it("to wallets that sign for no agency of the rule", async function () {
      const { credit, statement } = await networkHelpers.loadFixture(declared);
      const { declarations, wallets } = credit;
      for (const [caller, agencyId] of [
        [wallets.patentSigner, AGENCY.patents],
        [wallets.company, 0],
        [wallets.otherCompany, 0],
        [wallets.steward, 0],
      ] as const) {
        const as = declarations.connect(caller);
        for (const act of [() => as.confirm(SCHEMA, statement), () => as.rejectAsAgency(SCHEMA, statement, WHY)]) {
          await expect(act())
            .to.be.revertedWithCustomError(declarations, "DeclarationsNotConfirmer")
            .withArgs(SCHEMA, agencyId, caller);
        }
      }
    });

    it("to a wallet that its agency has dropped", async function () {
      const { credit, statement } = await networkHelpers.loadFixture(declared);
      const { declarations, registry, wallets } = credit;
      await registry.connect(wallets.steward).dropSigner(AGENCY.tax, wallets.taxSigner);
      await expect(answersOf(credit, statement).confirm())
        .to.be.revertedWithCustomError(declarations, "DeclarationsNotConfirmer")
        .withArgs(SCHEMA, 0, wallets.taxSigner);
    });

    for (const agencyId of [240, 242, 65_535]) {
      it(`to agency ${agencyId}, for which a rule has no bit`, async function () {
        const { credit, statement } = await networkHelpers.loadFixture(declared);
        const { declarations, manager, registry, wallets } = credit;
        await registry.connect(wallets.steward).defineAgency(agencyId, "far", "Far", "远");
        await manager.grantRole(1000 + agencyId, wallets.steward, 0);
        await registry.connect(wallets.steward).addSigner(agencyId, wallets.stranger);
        await expect(declarations.connect(wallets.stranger).confirm(SCHEMA, statement))
          .to.be.revertedWithCustomError(declarations, "DeclarationsNotConfirmer")
          .withArgs(SCHEMA, agencyId, wallets.stranger);
      });
    }

    for (const [what, counterparty] of [
      ["none", NOT_STATED],
      ["zero", 0n],
      ["17 characters", textOf("91440300715267261")],
      ["19 characters", textOf("91440300715267261XG")],
    ] as const) {
      it(`to counterparties of a declaration that names ${what}; agencies may answer`, async function () {
        const { credit } = await networkHelpers.loadFixture(declared);
        const { declarations, registry, wallets } = credit;
        await time.increase(DAY);
        const statement = await transaction(credit, counterparty);
        await registry.connect(wallets.company).attest(SCHEMA, statement);
        const attestationId = attestationIdOf({ ...statement, schemaId: SCHEMA });
        const answers = answersOf(credit, statement);
        for (const way of ["countersign", "reject"] as const) {
          await expect(answers[way]())
            .to.be.revertedWithCustomError(declarations, "DeclarationsNoCounterparty")
            .withArgs(attestationId);
        }
        await answers.confirm();
        expect(await stateOf(credit, attestationId)).to.equal(CONFIRMED);
      });
    }

    it("to a company that names itself", async function () {
      const { credit } = await networkHelpers.loadFixture(declared);
      const { declarations, registry, uscc, wallets } = credit;
      await time.increase(DAY);
      const statement = await transaction(credit, textOf(uscc.company));
      await registry.connect(wallets.company).attest(SCHEMA, statement);
      await expect(declarations.connect(wallets.company).countersign(SCHEMA, statement))
        .to.be.revertedWithCustomError(declarations, "DeclarationsNoCounterparty")
        .withArgs(attestationIdOf({ ...statement, schemaId: SCHEMA }));
    });

    it("of a schema without a rule", async function () {
      const { credit, statement } = await networkHelpers.loadFixture(declared);
      const { declarations, schemas, wallets } = credit;
      for (const schemaId of [schemas.valuation, schemas.patent, "0x00000000"]) {
        const [party, agency] = [declarations.connect(wallets.otherCompany), declarations.connect(wallets.taxSigner)];
        for (const act of [
          () => party.countersign(schemaId, statement),
          () => party.reject(schemaId, statement, WHY),
          () => agency.confirm(schemaId, statement),
          () => agency.rejectAsAgency(schemaId, statement, WHY),
        ]) {
          await expect(act())
            .to.be.revertedWithCustomError(declarations, "DeclarationsUnknownSchema")
            .withArgs(schemaId);
        }
      }
    });
  });

  describe("belong to the statement that stands", function () {
    const expectNotCurrent = async (credit: Credit, statement: Statement) => {
      const attestationId = attestationIdOf({ ...statement, schemaId: SCHEMA });
      for (const way of WAYS) {
        await expect(answersOf(credit, statement)[way](), way)
          .to.be.revertedWithCustomError(credit.declarations, "DeclarationsNotCurrent")
          .withArgs(attestationId);
      }
    };

    it("and not to one that nobody made, or that differs in a single value", async function () {
      const { credit, statement } = await networkHelpers.loadFixture(declared);
      const [amount, party] = statement.values as [bigint, bigint];
      for (const changes of [
        { values: [amount + 1n, party] },
        { values: [amount, textOf(credit.uscc.buyer)] },
        { values: [amount, party, 0n] },
        { evidence: id("other paper") },
        { itemKey: id("contract 8") },
        { subject: credit.ids.buyer },
        { observedAt: statement.observedAt + 1 },
      ]) {
        await expectNotCurrent(credit, { ...statement, ...changes });
      }
    });

    it("and not to one that was superseded; the newer one starts again", async function () {
      const { credit, statement, attestationId } = await networkHelpers.loadFixture(declared);
      const { registry, uscc, wallets } = credit;
      await answersOf(credit, statement).countersign();
      await time.increase(DAY);
      const newer = await transaction(credit, textOf(uscc.otherCompany));
      await registry.connect(wallets.company).attest(SCHEMA, newer);
      await expectNotCurrent(credit, statement);
      expect(await stateOf(credit, attestationId)).to.equal(COUNTERSIGNED);
      const newerId = attestationIdOf({ ...newer, schemaId: SCHEMA });
      expect(await stateOf(credit, newerId)).to.equal(DECLARED);
      await answersOf(credit, newer).reject();
      expect(await stateOf(credit, newerId)).to.equal(REJECTED);
    });

    it("and not to one that was revoked", async function () {
      const { credit, statement } = await networkHelpers.loadFixture(declared);
      const { registry, wallets, ids } = credit;
      await registry.connect(wallets.company).revoke(SCHEMA, ids.company, ITEM, statement.observedAt, WHY);
      await expectNotCurrent(credit, statement);
    });

    it("and not to one that has expired", async function () {
      const { credit, statement } = await networkHelpers.loadFixture(declared);
      await time.increaseTo(statement.observedAt + VALIDITY + 1);
      await expectNotCurrent(credit, statement);
    });
  });

  it("are not given during a pause", async function () {
    const { credit, statement, attestationId } = await networkHelpers.loadFixture(declared);
    const { declarations, wallets } = credit;
    await declarations.connect(wallets.guardian).pause();
    const answers = answersOf(credit, statement);
    for (const way of WAYS) {
      await expect(answers[way](), way).to.be.revertedWithCustomError(declarations, "EnforcedPause");
    }
    await declarations.connect(wallets.governance).unpause();
    await answers.countersign();
    expect(await stateOf(credit, attestationId)).to.equal(COUNTERSIGNED);
  });
});
