import { Interface } from "ethers";

const STATEMENT =
  "tuple(bytes32 subject, bytes32 itemKey, uint32 observedAt, bytes32 evidence, int256[] values) statement";
const COLLATERAL = "tuple(uint256 assetId, uint56 securedFen)";
const OFFER =
  "tuple(uint56 amountFen, uint40 feeFen, uint16 tenorMonths, uint16 rateBps, uint16 overdueRateBps, uint40 validUntil, " +
  `bytes32 guarantor, uint56 guaranteedFen, ${COLLATERAL}[] collateral) terms`;
const EVIDENCE = "tuple(bytes4 schemaId, uint32 observedAt, bytes32 evidence, int256[] values)[] evidence";
const RESTRUCTURING = "tuple(uint16 dueDay, uint16 rateBps, uint16 overdueRateBps, uint40 validUntil) terms";

/** The functions that wallets are asked to call. A test holds them against what the compiler made of the contracts. */
export const CALLS = {
  AttestationRegistry: new Interface([
    `function attest(bytes4 schemaId, ${STATEMENT})`,
    `function attestBySignature(bytes4 schemaId, ${STATEMENT}, address signer, uint64 deadline, bytes signature)`,
  ]),
  Declarations: new Interface([
    `function countersign(bytes4 schemaId, ${STATEMENT})`,
    `function reject(bytes4 schemaId, ${STATEMENT}, bytes32 reason)`,
    `function confirm(bytes4 schemaId, ${STATEMENT})`,
    `function rejectAsAgency(bytes4 schemaId, ${STATEMENT}, bytes32 reason)`,
  ]),
  PledgeRegistry: new Interface([
    "function consentToJunior(uint256 assetId, uint64 seniorLoanId, uint64 juniorLoanId, uint56 maxSecuredFen)",
    "function consentToEnforcement(uint256 assetId, uint64 loanId, uint64 enforcingLoanId, bytes32 buyer)",
    "function reduce(uint256 assetId, uint64 loanId, uint56 securedFen)",
  ]),
  GuaranteeRegistry: new Interface([
    "function undertake(bytes32 guarantor, uint64 loanId, bytes32 offerHash, uint56 guaranteedFen)",
    "function takeBack(bytes32 guarantor, uint64 loanId)",
    "function release(uint64 loanId)",
  ]),
  Scorecard: new Interface([
    `function evaluate(bytes32 family, uint32 version, bytes32 subject, ${EVIDENCE})`,
    `function certify(bytes32 family, uint32 version, bytes32 subject, ${EVIDENCE})`,
  ]),
  LoanDesk: new Interface([
    "function applyFor(bytes32 borrower, uint32 productId, uint16 productVersion, uint56 amountFen, uint16 tenorMonths, " +
      "bytes32 purpose)",
    "function withdraw(uint64 loanId)",
    "function decline(uint64 loanId, bytes32 reason)",
    `function offer(uint64 loanId, ${OFFER})`,
    "function withdrawOffer(uint64 loanId)",
    `function accept(uint64 loanId, ${OFFER})`,
    "function expire(uint64 loanId, uint256[] assetIds)",
    "function disburse(uint64 loanId, bytes32 paymentRef)",
    "function confirmReceipt(uint64 loanId)",
    "function denyReceipt(uint64 loanId, bytes32 reason)",
    "function repay(uint64 loanId, uint56 amountFen)",
    "function recordRepayment(uint64 loanId, uint56 amountFen, bytes32 paymentRef)",
    "function claimRepayment(uint64 loanId, uint56 amountFen, bytes32 paymentRef)",
    "function confirmRepayment(uint64 loanId, uint56 amountFen)",
    "function rejectRepayment(uint64 loanId, uint56 amountFen, bytes32 reason)",
    "function settle(uint64 loanId, uint256[] assetIds)",
    `function addCollateral(uint64 loanId, ${COLLATERAL} collateral)`,
    "function releaseCollateral(uint64 loanId, uint256 assetId)",
    `function proposeRestructuring(uint64 loanId, ${RESTRUCTURING})`,
    `function acceptRestructuring(uint64 loanId, ${RESTRUCTURING})`,
    "function proposeAssignment(uint64 loanId, bytes32 to)",
    "function acceptAssignment(uint64 loanId)",
    "function declareDefault(uint64 loanId)",
    "function enforce(uint64 loanId, uint256 assetId, bytes32 buyer, uint56 proceedsFen)",
    "function writeOff(uint64 loanId, uint256[] assetIds)",
    "function lapse(uint64 loanId, uint256[] assetIds)",
  ]),
} as const satisfies Readonly<Record<string, Interface>>;

export type CalledContract = keyof typeof CALLS;
