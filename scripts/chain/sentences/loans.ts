import { LOAN_STATES } from "../states.ts";
import { asset, money, percent, type Sentences, when } from "./words.ts";

const DAYS = 65_536n;

/** A deadline in unix seconds, or the number of a Beijing day where the contract counts by days. */
const time = (value: bigint) =>
  value < DAYS ? new Date(Number(value) * 86_400_000).toISOString().slice(0, 10) : when(value);

/** Why the LoanDesk refuses. */
export const LOANS: Sentences = {
  "LoanDeskAboveOutstanding(uint64,uint256,uint256)": (_w, loan: bigint, amount: bigint, owed: bigint) =>
    `${money(owed)} is owed on loan ${loan}, so ${money(amount)} cannot be repaid`,
  "LoanDeskAmountOutOfRange(uint56,uint56,uint56)": (_w, amount: bigint, minimum: bigint, maximum: bigint) =>
    `the product lends ${money(minimum)} to ${money(maximum)}, not ${money(amount)}`,
  "LoanDeskClaimPending(uint64,uint40)": (_w, loan: bigint, answerBy: bigint) =>
    `the lender of loan ${loan} has until ${when(answerBy)} to answer the repayment that was claimed before`,
  "LoanDeskCollateralKindRefused(uint256,uint8,uint16)": (w, id: bigint, kind: bigint) =>
    `the product does not take ${asset(id)} as collateral: it is of the kind ${w.assetKind(kind)}`,
  "LoanDeskDeadlinePassed(uint64,uint40,uint256)": (_w, loan: bigint, deadline: bigint, now: bigint) =>
    `the deadline of loan ${loan} was ${when(deadline)}, and it is ${when(now)} on the chain`,
  "LoanDeskEntityNotActive(bytes32)": (_w, entity: string) =>
    `entity ${entity} is not active or has no controller, so it cannot take part`,
  "LoanDeskFeeTooHigh(uint40,uint256)": (_w, fee: bigint, maximum: bigint) =>
    `a fee of ${money(fee)} is too high: ${money(maximum)} at most, a tenth of the principal`,
  "LoanDeskGuaranteed(uint64)": (_w, loan: bigint) =>
    `loan ${loan} is guaranteed on its present terms: the guarantee must be released before they change`,
  "LoanDeskInvalidDeadline(uint256,uint256,uint256)": (_w, deadline: bigint, earliest: bigint, latest: bigint) =>
    `${time(deadline)} is not between ${time(earliest)} and ${time(latest)}`,
  "LoanDeskInvalidGuarantee(bytes32,uint56)": (_w, guarantor: string, fen: bigint) =>
    `entity ${guarantor} cannot guarantee ${money(fen)}: guarantor and amount go together, the amount is at most twice the principal, and nobody guarantees its own loan`,
  "LoanDeskNoClaim(uint64)": (_w, loan: bigint) => `nobody has claimed a repayment of loan ${loan}`,
  "LoanDeskNoSettlementToken(uint64)": (_w, loan: bigint) =>
    `loan ${loan} is not settled in a token: its lender records repayments`,
  "LoanDeskNotController(bytes32,address)": (_w, entity: string, caller: string) =>
    `${caller} does not act for entity ${entity}`,
  "LoanDeskNotLender(bytes32)": (_w, entity: string) =>
    `entity ${entity} is an ordinary company: loans are assigned to lending institutions only`,
  "LoanDeskNotProposed(uint64)": (_w, loan: bigint) =>
    `the lender of loan ${loan} has not proposed this, or has proposed something else since`,
  "LoanDeskNothingOwed(uint64)": (_w, loan: bigint) => `nothing is owed on loan ${loan}`,
  "LoanDeskNothingPaid(uint64)": (_w, loan: bigint) => `a repayment of loan ${loan} must be more than nothing`,
  "LoanDeskNothingToCollect(bytes32,address)": (_w, entity: string, token: string) =>
    `nothing in the token ${token} is kept for entity ${entity}`,
  "LoanDeskOfferChanged(uint64,bytes32,bytes32)": (_w, loan: bigint, given: string, current: string) =>
    `the offer on loan ${loan} is ${current}, not ${given}: it was changed or is another one`,
  "LoanDeskOfferExpired(uint64,uint40,uint256)": (_w, loan: bigint, validUntil: bigint, now: bigint) =>
    `the offer on loan ${loan} counted until ${when(validUntil)}, and it is ${when(now)} on the chain`,
  "LoanDeskOwnProduct(bytes32)": (_w, entity: string) => `entity ${entity} cannot lend to itself`,
  "LoanDeskPledgesLeft(uint64,uint256)": (_w, loan: bigint, left: bigint) =>
    `loan ${loan} has ${left} pledged assets, and exactly these must be named`,
  "LoanDeskRateOutOfRange(uint16,uint16,uint16)": (_w, rate: bigint, minimum: bigint, maximum: bigint) =>
    `the rate of ${percent(rate)} a year is not between ${percent(minimum)} and ${percent(maximum)}`,
  "LoanDeskStillOwed(uint64,uint256)": (_w, loan: bigint, owed: bigint) =>
    `${money(owed)} is still owed on loan ${loan}`,
  "LoanDeskTenorOutOfRange(uint16,uint16,uint16)": (_w, tenor: bigint, minimum: bigint, maximum: bigint) =>
    `the product lends for ${minimum} to ${maximum} months, not for ${tenor}`,
  "LoanDeskTokenShort(address,uint256,uint256)": (_w, token: string, expected: bigint, received: bigint) =>
    `of ${expected} units of the token ${token} ${received} arrived, and all of them must`,
  "LoanDeskTooEarly(uint64,uint256,uint256)": (_w, loan: bigint, earliest: bigint, now: bigint) =>
    `this can be done to loan ${loan} from ${when(earliest)} on, and it is ${when(now)} on the chain`,
  "LoanDeskTooManyPledges(uint256,uint256)": (_w, count: bigint, maximum: bigint) =>
    `${count} assets are too many for one loan: ${maximum} at most`,
  "LoanDeskUnknownLoan(uint64)": (_w, loan: bigint) => `there is no loan ${loan}`,
  "LoanDeskWrongState(uint64,uint8)": (_w, loan: bigint, state: bigint) =>
    `loan ${loan} is ${LOAN_STATES[Number(state)]}, and this cannot be done then`,
};
