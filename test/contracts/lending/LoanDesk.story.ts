import { expect } from "chai";
import { network } from "hardhat";
import { id } from "ethers";
import { activeLoan, DAY, deployCredit, publish, STATE, valuedPatent } from "../support/credit.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const deployed = () => deployCredit(connection);

describe("LoanDesk, a loan from application to settlement", function () {
  it("is pledged, paid out, repaid and settled, and the patent is free again", async function () {
    const credit = await networkHelpers.loadFixture(deployed);
    const { desk, assets, pledges, wallets, ids } = credit;
    const assetId = await valuedPatent(credit);
    expect(await assets.ownerOf(assetId)).to.equal(wallets.company.address);
    const productId = await publish(credit);
    const loanId = await activeLoan(credit, productId, { collateral: [{ assetId, securedFen: 12_000_000n }] });
    expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.active);
    expect(await assets.locked(assetId)).to.equal(true);
    expect((await pledges.liensOf(assetId)).length).to.equal(1);
    await networkHelpers.time.increase(100 * DAY);
    const owed = await desk.outstandingOf(loanId);
    expect(owed).to.equal(10_000_000n + 10_000n + (10_000_000n * 600n * 100n) / 3_600_000n);
    await desk.connect(wallets.bank).recordRepayment(loanId, owed, id("transfer"));
    await desk.connect(wallets.stranger).settle(loanId, [assetId]);
    expect((await desk.loanOf(loanId)).terms.state).to.equal(STATE.settled);
    expect(await assets.locked(assetId)).to.equal(false);
    expect((await assets.assetOf(assetId)).entity).to.equal(ids.company);
    expect(await assets.tokenURI(assetId)).to.match(/^data:application\/json;base64,/);
  });
});
