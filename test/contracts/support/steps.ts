import { ZeroHash } from "ethers";
import type { LoanDesk } from "../../../build/typechain/index.ts";
import type { Offer } from "./credit.ts";
import type { Restructuring, StateName } from "./loans.ts";

/** The claim that waits for an answer where a test has made one. */
export const CLAIMED_FEN = 1_000_000n;

/** What a step is called with, besides the loan. */
export interface Papers {
  readonly offer: Offer;
  readonly restructuring: Restructuring;
  readonly assetId: bigint;
  /** Entity id of another lender, or of a buyer. */
  readonly other: string;
}

/** A function of the LoanDesk that acts on a case: who may call it, and in which states. */
export interface Step {
  readonly by: "borrower" | "lender" | "anybody";
  readonly states: readonly StateName[];
  readonly data: (desk: LoanDesk, loanId: bigint, papers: Papers) => string;
}

const PENDING = ["applied", "offered"] as const;
const OWING = ["active", "defaulted"] as const;
const OPEN = ["accepted", "disbursed", ...OWING] as const;

const step = (by: Step["by"], states: Step["states"], data: Step["data"]): Step => ({ by, states, data });

/** A step that is called with the loan alone. */
const plain = (by: Step["by"], states: Step["states"], name: PlainName): Step =>
  step(by, states, (desk, loanId) => desk.interface.encodeFunctionData(name as "withdraw", [loanId]));

type PlainName = "withdraw" | "withdrawOffer" | "confirmReceipt" | "acceptAssignment" | "declareDefault";

/**
 * Every function of the LoanDesk that acts on a case, written down from the interface's words. `lender` means the product's
 * before acceptance and the loan's after it.
 */
export const STEPS: Readonly<Record<string, Step>> = {
  withdraw: plain("borrower", PENDING, "withdraw"),
  decline: step("lender", PENDING, (desk, loanId) => desk.interface.encodeFunctionData("decline", [loanId, ZeroHash])),
  offer: step("lender", PENDING, (desk, loanId, { offer }) =>
    desk.interface.encodeFunctionData("offer", [loanId, offer]),
  ),
  withdrawOffer: plain("lender", ["offered"], "withdrawOffer"),
  accept: step("borrower", ["offered"], (desk, loanId, { offer }) =>
    desk.interface.encodeFunctionData("accept", [loanId, offer]),
  ),
  expire: step("anybody", [...PENDING, "accepted", "disbursed"], (desk, loanId) =>
    desk.interface.encodeFunctionData("expire", [loanId, []]),
  ),
  disburse: step("lender", ["accepted"], (desk, loanId) =>
    desk.interface.encodeFunctionData("disburse", [loanId, ZeroHash]),
  ),
  confirmReceipt: plain("borrower", ["disbursed"], "confirmReceipt"),
  denyReceipt: step("borrower", ["disbursed"], (desk, loanId) =>
    desk.interface.encodeFunctionData("denyReceipt", [loanId, ZeroHash]),
  ),
  repay: step("anybody", OWING, (desk, loanId) => desk.interface.encodeFunctionData("repay", [loanId, 1n])),
  recordRepayment: step("lender", OWING, (desk, loanId) =>
    desk.interface.encodeFunctionData("recordRepayment", [loanId, 1n, ZeroHash]),
  ),
  claimRepayment: step("borrower", OWING, (desk, loanId) =>
    desk.interface.encodeFunctionData("claimRepayment", [loanId, 1n, ZeroHash]),
  ),
  confirmRepayment: step("lender", OWING, (desk, loanId) =>
    desk.interface.encodeFunctionData("confirmRepayment", [loanId, CLAIMED_FEN]),
  ),
  rejectRepayment: step("lender", OWING, (desk, loanId) =>
    desk.interface.encodeFunctionData("rejectRepayment", [loanId, CLAIMED_FEN, ZeroHash]),
  ),
  settle: step("anybody", OWING, (desk, loanId) => desk.interface.encodeFunctionData("settle", [loanId, []])),
  addCollateral: step("borrower", OPEN, (desk, loanId, { assetId }) =>
    desk.interface.encodeFunctionData("addCollateral", [loanId, { assetId, securedFen: 1n }]),
  ),
  releaseCollateral: step("lender", OPEN, (desk, loanId, { assetId }) =>
    desk.interface.encodeFunctionData("releaseCollateral", [loanId, assetId]),
  ),
  proposeRestructuring: step("lender", OWING, (desk, loanId, { restructuring }) =>
    desk.interface.encodeFunctionData("proposeRestructuring", [loanId, restructuring]),
  ),
  acceptRestructuring: step("borrower", OWING, (desk, loanId, { restructuring }) =>
    desk.interface.encodeFunctionData("acceptRestructuring", [loanId, restructuring]),
  ),
  proposeAssignment: step("lender", OWING, (desk, loanId, { other }) =>
    desk.interface.encodeFunctionData("proposeAssignment", [loanId, other]),
  ),
  acceptAssignment: plain("anybody", OWING, "acceptAssignment"),
  declareDefault: plain("lender", ["active"], "declareDefault"),
  enforce: step("lender", ["defaulted"], (desk, loanId, { assetId, other }) =>
    desk.interface.encodeFunctionData("enforce", [loanId, assetId, other, 1n]),
  ),
  writeOff: step("lender", ["defaulted"], (desk, loanId) =>
    desk.interface.encodeFunctionData("writeOff", [loanId, []]),
  ),
  lapse: step("anybody", OWING, (desk, loanId) => desk.interface.encodeFunctionData("lapse", [loanId, []])),
};
