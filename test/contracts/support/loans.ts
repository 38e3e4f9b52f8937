import { id, ZeroHash } from "ethers";
import type { LoanDesk } from "../../../build/typechain/index.ts";
import {
  acceptedLoan,
  activeLoan,
  applyFor,
  type Credit,
  DAY,
  type EntityName,
  type Offer,
  offerOf,
  STATE,
} from "./credit.ts";
import { reason } from "./ledger.ts";

/** Time limits of the LoanDesk in seconds, typed again on purpose: a test that read them could not see them change. */
export const LIMIT = {
  application: 60 * DAY,
  disbursement: 30 * DAY,
  answer: 7 * DAY,
  notice: 15 * DAY,
} as const;
export const GRACE_DAYS = 3n;
export const LIMITATION_DAYS = 3n * 365n;

export type StateName = keyof typeof STATE;
export const STATES = Object.keys(STATE) as StateName[];

/** Seconds by which Beijing is ahead of UTC. */
const BEIJING = 8 * 3600;

/** The Beijing day on which a time falls. */
export const dayOf = (time: number | bigint): bigint => (BigInt(time) + BigInt(BEIJING)) / BigInt(DAY);

/** The first second of a Beijing day, unix time. */
export const startOf = (day: bigint): number => Number(day) * DAY - BEIJING;

/** An offer, and what else is a struct, as events give it: nested arrays. */
export const asArgs = (value: object): unknown[] =>
  Object.values(value).map((each: unknown) =>
    Array.isArray(each)
      ? each.map((one) => (typeof one === "object" ? asArgs(one as object) : (one as unknown)))
      : each,
  );

/** New terms of a loan: due in a year, at 4 and 6 %, open for 10 days. */
export async function restructuringOf(
  { connection }: Credit,
  changes: Partial<Restructuring> = {},
): Promise<Restructuring> {
  const now = await connection.networkHelpers.time.latest();
  return {
    dueDay: dayOf(now) + 365n,
    rateBps: 400n,
    overdueRateBps: 600n,
    validUntil: BigInt(now + 10 * DAY),
    ...changes,
  };
}

export interface Restructuring {
  dueDay: bigint;
  rateBps: bigint;
  overdueRateBps: bigint;
  validUntil: bigint;
}

/** A case with the offer that was made in it. */
export interface Case {
  readonly loanId: bigint;
  readonly offer: Offer;
}

/** Takes a case on until an offer of the lender stands. */
export async function offeredLoan(
  credit: Credit,
  productId: bigint,
  changes: Partial<Offer> = {},
  parties: { borrower?: EntityName; lender?: EntityName } = {},
): Promise<Case> {
  const { borrower = "company", lender = "bank" } = parties;
  const loanId = await applyFor(credit, productId, { borrower });
  const offer = await offerOf(credit, changes);
  await credit.desk.connect(credit.wallets[lender]).offer(loanId, offer);
  return { loanId, offer };
}

/** Takes a case of a product without a token on until the bank says that it has paid. */
export async function disbursedLoan(credit: Credit, productId: bigint, changes: Partial<Offer> = {}): Promise<bigint> {
  const loanId = await acceptedLoan(credit, productId, changes);
  await credit.desk.connect(credit.wallets.bank).disburse(loanId, id("payment"));
  return loanId;
}

/** Sets the chain's next block to the first second at which default can be declared. */
export async function passGrace({ connection, desk }: Credit, loanId: bigint): Promise<number> {
  const { dueDay } = await desk.balanceOf(loanId);
  const first = startOf(dueDay + GRACE_DAYS + 1n);
  await connection.networkHelpers.time.setNextBlockTimestamp(first);
  return first;
}

/** Lets an active loan of the bank fall into default. */
export async function fallIntoDefault(credit: Credit, loanId: bigint, lender: EntityName = "bank"): Promise<bigint> {
  await passGrace(credit, loanId);
  await credit.desk.connect(credit.wallets[lender]).declareDefault(loanId);
  return loanId;
}

/** One case in every state but `none`, all of one product of the bank and without collateral. The youngest is active. */
export async function oneInEachState(credit: Credit, productId: bigint): Promise<Record<StateName, bigint>> {
  const { desk, wallets, connection } = credit;
  const { time } = connection.networkHelpers;
  const [bank, company, anybody] = [wallets.bank, wallets.company, wallets.stranger].map((wallet) =>
    desk.connect(wallet),
  ) as [LoanDesk, LoanDesk, LoanDesk];
  const aged = {
    lapsed: await activeLoan(credit, productId, { tenorMonths: 1n }),
    writtenOff: await activeLoan(credit, productId, { tenorMonths: 1n }),
    expired: await applyFor(credit, productId),
    cancelled: await acceptedLoan(credit, productId),
  };
  await time.increase(4 * 366 * DAY);
  await anybody.lapse(aged.lapsed, []);
  await bank.declareDefault(aged.writtenOff);
  await bank.writeOff(aged.writtenOff, []);
  await anybody.expire(aged.expired, []);
  await anybody.expire(aged.cancelled, []);
  const defaulted = await activeLoan(credit, productId, { tenorMonths: 1n });
  await fallIntoDefault(credit, defaulted);
  const settled = await activeLoan(credit, productId);
  await bank.recordRepayment(settled, await desk.outstandingOf(settled), ZeroHash);
  await anybody.settle(settled, []);
  const withdrawn = await applyFor(credit, productId);
  await company.withdraw(withdrawn);
  const declined = await applyFor(credit, productId);
  await bank.decline(declined, reason("no"));
  return {
    none: 1_000_000n,
    ...aged,
    ...{ defaulted, settled, withdrawn, declined },
    applied: await applyFor(credit, productId),
    offered: (await offeredLoan(credit, productId)).loanId,
    accepted: await acceptedLoan(credit, productId),
    disbursed: await disbursedLoan(credit, productId),
    active: await activeLoan(credit, productId),
  };
}
