import { expect } from "chai";
import { network } from "hardhat";
import { assetIdOf, deployCredit, REGISTER, valuedPatent } from "../support/credit.ts";
import type { Credit } from "../support/credit.ts";
import { reason } from "../support/ledger.ts";
import { consentAll, lenderAt, offeredLoan, publishBoth, stackedLoans } from "../support/pledging.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const ASSET_ID = assetIdOf(REGISTER.patent, "2019101234567");
const SECURED = [8_000_000n, 6_000_000n, 4_000_000n, 2_000_000n] as const;

const collateral = (securedFen: bigint) => [{ assetId: ASSET_ID, securedFen }];

/** One lien, the bank's, and an offer of the other bank that asks for the second rank. */
async function asked() {
  const credit = await deployCredit(connection);
  await valuedPatent(credit);
  const products = await publishBoth(credit);
  const [senior] = (await stackedLoans(credit, products, ASSET_ID, SECURED.slice(0, 1))) as [bigint];
  const terms = { collateral: collateral(6_000_000n) };
  const { loanId: junior, accept } = await offeredLoan(credit, products.otherBank, terms, { lender: "otherBank" });
  const consent = (maxSecuredFen: bigint) =>
    credit.pledges.connect(credit.wallets.bank).consentToJunior(ASSET_ID, senior, junior, maxSecuredFen);
  return { credit, products, senior, junior, accept, consent };
}

/** Four liens, of two banks in turn. */
async function stacked() {
  const credit = await deployCredit(connection);
  await valuedPatent(credit);
  const products = await publishBoth(credit);
  return { credit, products, loanIds: await stackedLoans(credit, products, ASSET_ID, SECURED) };
}

const ranks = async ({ pledges }: Credit) => (await pledges.liensOf(ASSET_ID)).map((lien) => lien.loanId);

const release = ({ desk, wallets }: Credit, loanIds: readonly bigint[], place: number) =>
  desk.connect(wallets[lenderAt(place)]).releaseCollateral(loanIds[place]!, ASSET_ID);

describe("PledgeRegistry, ranks", function () {
  describe("consentToJunior", function () {
    it("lets one loan be secured behind the lien, once", async function () {
      const { credit, senior, junior, accept, consent } = await networkHelpers.loadFixture(asked);
      const { pledges, ids } = credit;
      await expect(consent(6_000_000n))
        .to.emit(pledges, "JuniorConsentChanged")
        .withArgs(ASSET_ID, senior, junior, 6_000_000n);
      expect(await pledges.juniorConsentOf(ASSET_ID, senior, junior)).to.equal(6_000_000n);
      await expect(accept())
        .to.emit(pledges, "Pledged")
        .withArgs(ASSET_ID, junior, ids.company, 2, 6_000_000n, 100_000_000n, 3_000n);
      expect(await ranks(credit)).to.deep.equal([senior, junior]);
      expect(await pledges.juniorConsentOf(ASSET_ID, senior, junior)).to.equal(0n);
    });

    it("ends with the lien, and does not revive when the loan is secured again", async function () {
      const { credit, senior, accept, consent } = await networkHelpers.loadFixture(asked);
      const { desk, pledges, wallets } = credit;
      await consent(6_000_000n);
      await desk.connect(wallets.bank).releaseCollateral(senior, ASSET_ID);
      await desk.connect(wallets.company).addCollateral(senior, { assetId: ASSET_ID, securedFen: SECURED[0] });
      await expect(accept()).to.be.revertedWithCustomError(pledges, "PledgeRegistryNoConsent");
    });

    it("is used up: the same loan needs another to be secured again", async function () {
      const { credit, senior, junior, accept, consent } = await networkHelpers.loadFixture(asked);
      const { desk, pledges, wallets } = credit;
      await consent(6_000_000n);
      await accept();
      await desk.connect(wallets.otherBank).releaseCollateral(junior, ASSET_ID);
      const again = () => desk.connect(wallets.company).addCollateral(junior, collateral(1n)[0]!);
      await expect(again())
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoConsent")
        .withArgs(ASSET_ID, senior, junior, 0n);
      await consent(1n);
      await again();
      expect(await ranks(credit)).to.deep.equal([senior, junior]);
    });

    for (const [what, maximum] of [
      ["none", undefined],
      ["one for less", 5_999_999n],
      ["one that was withdrawn", 0n],
    ] as const) {
      it(`is needed in full: not enough is ${what}`, async function () {
        const { credit, senior, junior, accept, consent } = await networkHelpers.loadFixture(asked);
        if (maximum === 0n) await consent(6_000_000n);
        if (maximum !== undefined) await consent(maximum);
        await expect(accept())
          .to.be.revertedWithCustomError(credit.pledges, "PledgeRegistryNoConsent")
          .withArgs(ASSET_ID, senior, junior, maximum ?? 0n);
        expect(await ranks(credit)).to.deep.equal([senior]);
      });
    }

    it("for another loan does not help, even the same bank's", async function () {
      const { credit, products, senior, junior, consent } = await networkHelpers.loadFixture(asked);
      const terms = { collateral: collateral(1n) };
      const other = await offeredLoan(credit, products.bank, terms);
      await consent(6_000_000n);
      await expect(other.accept())
        .to.be.revertedWithCustomError(credit.pledges, "PledgeRegistryNoConsent")
        .withArgs(ASSET_ID, senior, other.loanId, 0n);
      expect(await credit.pledges.juniorConsentOf(ASSET_ID, senior, junior)).to.equal(6_000_000n);
    });

    it("is needed of every lienholder; those given are not used up by a refusal", async function () {
      const { credit, products, senior, junior, accept, consent } = await networkHelpers.loadFixture(asked);
      const { pledges, wallets } = credit;
      await consent(6_000_000n);
      await accept();
      const third = await offeredLoan(credit, products.bank, { collateral: collateral(5n) });
      await pledges.connect(wallets.bank).consentToJunior(ASSET_ID, senior, third.loanId, 5n);
      await expect(third.accept())
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoConsent")
        .withArgs(ASSET_ID, junior, third.loanId, 0n);
      expect(await pledges.juniorConsentOf(ASSET_ID, senior, third.loanId)).to.equal(5n);
      await pledges.connect(wallets.otherBank).consentToJunior(ASSET_ID, junior, third.loanId, 5n);
      await third.accept();
      expect(await ranks(credit)).to.deep.equal([senior, junior, third.loanId]);
    });

    it("is not needed when the lien before has ended", async function () {
      const { credit, senior, junior, accept } = await networkHelpers.loadFixture(asked);
      await credit.desk.connect(credit.wallets.bank).releaseCollateral(senior, ASSET_ID);
      await accept();
      expect(await ranks(credit)).to.deep.equal([junior]);
    });

    it("is the lienholder's alone", async function () {
      const { credit, senior, junior } = await networkHelpers.loadFixture(asked);
      const { entities, pledges, wallets, ids } = credit;
      for (const caller of [wallets.company, wallets.otherBank, wallets.regulator, wallets.governance]) {
        await expect(pledges.connect(caller).consentToJunior(ASSET_ID, senior, junior, 1n))
          .to.be.revertedWithCustomError(pledges, "PledgeRegistryNotLienholder")
          .withArgs(ASSET_ID, senior, caller);
      }
      await entities.connect(wallets.registrar).suspend(ids.bank, reason("fraud"));
      await expect(pledges.connect(wallets.bank).consentToJunior(ASSET_ID, senior, junior, 1n))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNotLienholder")
        .withArgs(ASSET_ID, senior, wallets.bank);
    });

    it("speaks of a lien that stands", async function () {
      const { credit, senior, junior } = await networkHelpers.loadFixture(asked);
      const bank = credit.pledges.connect(credit.wallets.bank);
      for (const [assetId, loanId] of [
        [ASSET_ID, junior],
        [ASSET_ID, 0n],
        [77n, senior],
        [77n, 0n],
      ] as const) {
        await expect(bank.consentToJunior(assetId, loanId, junior, 1n))
          .to.be.revertedWithCustomError(credit.pledges, "PledgeRegistryNoLien")
          .withArgs(assetId, loanId);
      }
    });

    it("passes with the loan to its new lender", async function () {
      const { credit, senior, junior, accept } = await networkHelpers.loadFixture(asked);
      const { desk, pledges, wallets, ids } = credit;
      await desk.connect(wallets.bank).proposeAssignment(senior, ids.guarantor);
      await desk.connect(wallets.guarantor).acceptAssignment(senior);
      await expect(pledges.connect(wallets.bank).consentToJunior(ASSET_ID, senior, junior, 6_000_000n))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNotLienholder")
        .withArgs(ASSET_ID, senior, wallets.bank);
      await pledges.connect(wallets.guarantor).consentToJunior(ASSET_ID, senior, junior, 6_000_000n);
      await accept();
      expect(await ranks(credit)).to.deep.equal([senior, junior]);
    });
  });

  it("has room for four liens, and no more whoever consents", async function () {
    const { credit, products, loanIds } = await networkHelpers.loadFixture(stacked);
    const { pledges } = credit;
    expect(await ranks(credit)).to.deep.equal(loanIds);
    expect((await pledges.liensOf(ASSET_ID)).map((lien) => lien.securedFen)).to.deep.equal([...SECURED]);
    expect(await pledges.availableOf(ASSET_ID)).to.equal(0n);
    expect(await pledges.MAX_LIENS()).to.equal(4n);
    const { loanId, accept } = await offeredLoan(credit, products.bank, { collateral: collateral(1n) });
    await consentAll(credit, ASSET_ID, loanIds, loanId, 1n);
    await expect(accept()).to.be.revertedWithCustomError(pledges, "PledgeRegistryTooManyLiens").withArgs(ASSET_ID, 4n);
  });

  describe("reduce", function () {
    it("makes room for others", async function () {
      const { credit, senior } = await networkHelpers.loadFixture(asked);
      const { pledges, wallets } = credit;
      for (const securedFen of [5_000_000n, 1n]) {
        await expect(pledges.connect(wallets.bank).reduce(ASSET_ID, senior, securedFen))
          .to.emit(pledges, "LienReduced")
          .withArgs(ASSET_ID, senior, securedFen);
        expect((await pledges.liensOf(ASSET_ID))[0]?.securedFen).to.equal(securedFen);
        expect(await pledges.availableOf(ASSET_ID)).to.equal(30_000_000n - securedFen);
      }
    });

    it("touches no other lien on the asset", async function () {
      const { credit, loanIds } = await networkHelpers.loadFixture(stacked);
      const { pledges, wallets } = credit;
      const before = await pledges.liensOf(ASSET_ID);
      await pledges.connect(wallets[lenderAt(2)]).reduce(ASSET_ID, loanIds[2]!, 9n);
      const after = await pledges.liensOf(ASSET_ID);
      expect(after.map((lien) => lien.securedFen)).to.deep.equal([SECURED[0], SECURED[1], 9n, SECURED[3]]);
      const rest = (liens: typeof before) =>
        liens.map(({ loanId, valueFen, pledgedAt }) => [loanId, valueFen, pledgedAt]);
      expect(rest(after)).to.deep.equal(rest(before));
    });

    for (const securedFen of [0n, SECURED[0], SECURED[0] + 1n]) {
      it(`refuses ${securedFen} instead of ${SECURED[0]}`, async function () {
        const { credit, senior } = await networkHelpers.loadFixture(asked);
        await expect(credit.pledges.connect(credit.wallets.bank).reduce(ASSET_ID, senior, securedFen))
          .to.be.revertedWithCustomError(credit.pledges, "PledgeRegistryNotReduced")
          .withArgs(ASSET_ID, senior, securedFen, SECURED[0]);
      });
    }

    it("is the lienholder's alone", async function () {
      const { credit, senior, junior } = await networkHelpers.loadFixture(asked);
      const { pledges, wallets } = credit;
      for (const caller of [wallets.company, wallets.otherBank, wallets.regulator]) {
        await expect(pledges.connect(caller).reduce(ASSET_ID, senior, 1n))
          .to.be.revertedWithCustomError(pledges, "PledgeRegistryNotLienholder")
          .withArgs(ASSET_ID, senior, caller);
      }
      await expect(pledges.connect(wallets.otherBank).reduce(ASSET_ID, junior, 1n))
        .to.be.revertedWithCustomError(pledges, "PledgeRegistryNoLien")
        .withArgs(ASSET_ID, junior);
    });
  });

  describe("release", function () {
    for (const place of [0, 1, 2, 3]) {
      it(`of rank ${place + 1} of four moves up those behind it`, async function () {
        const { credit, loanIds } = await networkHelpers.loadFixture(stacked);
        const { assets, pledges } = credit;
        const before = await pledges.liensOf(ASSET_ID);
        const sent = await release(credit, loanIds, place);
        await expect(sent)
          .to.emit(pledges, "LienReleased")
          .withArgs(ASSET_ID, loanIds[place], place + 1);
        await expect(sent).to.not.emit(assets, "Unlocked");
        expect(await pledges.liensOf(ASSET_ID)).to.deep.equal(before.filter((_, index) => index !== place));
        const moved = loanIds.slice(place + 1).map((loanId, index) => [loanId, BigInt(place + 1 + index)]);
        const logs = await pledges.queryFilter(pledges.filters.LienRanked(ASSET_ID), sent.blockNumber!);
        expect(logs.map(({ args }) => [args.loanId, args.rank])).to.deep.equal(moved);
        expect(await assets.locked(ASSET_ID)).to.equal(true);
      });
    }

    it("of the last lien frees the asset", async function () {
      const { credit, loanIds } = await networkHelpers.loadFixture(stacked);
      const { assets } = credit;
      for (const place of [1, 3, 0]) await release(credit, loanIds, place);
      expect(await ranks(credit)).to.deep.equal([loanIds[2]]);
      const sent = await release(credit, loanIds, 2);
      await expect(sent).to.emit(assets, "Unlocked").withArgs(ASSET_ID);
      expect(await ranks(credit)).to.deep.equal([]);
      expect(await assets.locked(ASSET_ID)).to.equal(false);
    });

    it("leaves room for a fifth lien, at the last rank", async function () {
      const { credit, products, loanIds } = await networkHelpers.loadFixture(stacked);
      await release(credit, loanIds, 1);
      const { loanId, accept } = await offeredLoan(credit, products.bank, { collateral: collateral(1n) });
      const others = [loanIds[0]!, loanIds[2]!, loanIds[3]!];
      for (const [index, other] of others.entries()) {
        const lienholder = credit.wallets[lenderAt(index === 0 ? 0 : index + 1)];
        await credit.pledges.connect(lienholder).consentToJunior(ASSET_ID, other, loanId, 1n);
      }
      await accept();
      expect(await ranks(credit)).to.deep.equal([...others, loanId]);
    });

    it("happens once", async function () {
      const { credit, loanIds } = await networkHelpers.loadFixture(stacked);
      await release(credit, loanIds, 1);
      await expect(release(credit, loanIds, 1))
        .to.be.revertedWithCustomError(credit.pledges, "PledgeRegistryNoLien")
        .withArgs(ASSET_ID, loanIds[1]);
    });
  });

  it("stands still during a pause", async function () {
    const { credit, senior, junior, accept, consent } = await networkHelpers.loadFixture(asked);
    const { desk, pledges, wallets } = credit;
    await consent(6_000_000n);
    await pledges.connect(wallets.guardian).pause();
    const bank = pledges.connect(wallets.bank);
    for (const act of [
      () => pledges.connect(wallets.regulator).setAdvanceRate(1, 5_000),
      () => bank.consentToJunior(ASSET_ID, senior, junior, 1n),
      () => bank.consentToEnforcement(ASSET_ID, senior, junior, credit.ids.buyer),
      () => bank.reduce(ASSET_ID, senior, 1n),
      () => accept(),
      () => desk.connect(wallets.bank).releaseCollateral(senior, ASSET_ID),
    ]) {
      await expect(act()).to.be.revertedWithCustomError(pledges, "EnforcedPause");
    }
    expect(await ranks(credit)).to.deep.equal([senior]);
    await pledges.connect(wallets.governance).unpause();
    await accept();
    expect(await ranks(credit)).to.deep.equal([senior, junior]);
  });
});
