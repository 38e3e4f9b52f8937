import type { Member } from "./cast.ts";
import type { Loan } from "./loan.ts";
import { cny } from "./words.ts";

/** A lienholder lets another loan be secured behind its own. */
export async function consentToJunior(senior: Loan, junior: Loan, assetId: bigint, maxSecuredFen: bigint) {
  const { PledgeRegistry } = senior.stage.contracts;
  const what = `lets ${junior.lender.nameEn} be secured behind it, up to ${cny(maxSecuredFen)}`;
  await junior.story.act(senior.lender, what, (wallet) =>
    PledgeRegistry.connect(wallet).consentToJunior(assetId, senior.id, junior.id, maxSecuredFen),
  );
}

export async function declareDefault(loan: Loan): Promise<void> {
  const owed = cny(await loan.owedFen());
  await loan.story.act(loan.lender, `declares default: ${owed} are owed; a notice of 15 days begins`, (wallet) =>
    loan.desk.connect(wallet).declareDefault(loan.id),
  );
}

/** A lienholder lets the lender of another loan sell the asset to a buyer. */
export async function consentToSale(other: Loan, enforcing: Loan, assetId: bigint, buyer: Member): Promise<void> {
  const { PledgeRegistry } = other.stage.contracts;
  const what = `consents that ${enforcing.lender.nameEn} sells to ${buyer.nameEn}`;
  await enforcing.story.act(other.lender, what, (wallet) =>
    PledgeRegistry.connect(wallet).consentToEnforcement(assetId, other.id, enforcing.id, buyer.entityId),
  );
}

/** The lender tries to sell when it may not. */
export async function sellInVain(loan: Loan, sale: Sale, what: string, errorName: string): Promise<void> {
  await loan.story.refused(loan.lender, what, errorName, (wallet) =>
    loan.desk.connect(wallet).enforce.staticCall(loan.id, sale.assetId, sale.buyer.entityId, sale.proceedsFen),
  );
}

export interface Sale {
  readonly assetId: bigint;
  readonly buyer: Member;
  readonly proceedsFen: bigint;
}

/** How a sale's proceeds were shared. */
export interface Shares {
  readonly ownFen: bigint;
  /** What the other lienholders get, by loan. */
  readonly othersFen: ReadonlyMap<bigint, bigint>;
  /** What is left for the company. */
  readonly surplusFen: bigint;
}

/** The lender sells the asset. @returns the shares, as the chain's events tell them */
export async function sell(loan: Loan, { assetId, buyer, proceedsFen }: Sale): Promise<Shares> {
  const { story, desk, lender, id } = loan;
  const receipt = await story.act(lender, `sells to ${buyer.nameEn} for ${cny(proceedsFen)}`, (wallet) =>
    desk.connect(wallet).enforce(id, assetId, buyer.entityId, proceedsFen),
  );
  const events = receipt.logs.map((log) => desk.interface.parseLog(log));
  const sold = events.find((event) => event?.name === "CollateralSold");
  if (!sold) throw new Error(`transaction ${receipt.hash} has no CollateralSold event`);
  const shared = events.filter((event) => event?.name === "ProceedsShared");
  return {
    ownFen: sold.args["ownShareFen"] as bigint,
    othersFen: new Map(
      shared.map((event) => [event!.args["loanId"] as bigint, event!.args["shareFen"] as bigint] as const),
    ),
    surplusFen: sold.args["surplusFen"] as bigint,
  };
}

/** The lender gives up what is still owed on a loan without collateral. */
export async function writeOff(loan: Loan): Promise<void> {
  const owed = cny(await loan.owedFen());
  await loan.story.act(loan.lender, `writes off the last ${owed}`, (wallet) =>
    loan.desk.connect(wallet).writeOff(loan.id, []),
  );
}
