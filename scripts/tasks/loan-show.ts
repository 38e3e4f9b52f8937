import { ZeroHash } from "ethers";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { LOAN_STATES, type LoanState } from "../chain/states.ts";
import { money, percent } from "../chain/sentences/words.ts";
import { command, printTable } from "./command.ts";
import { expectedNext, showDay } from "./loan-next.ts";
import { openLedger } from "./open-ledger.ts";

/** States in which money is owed; in the others nothing is, or it was given up. */
const OWING: ReadonlySet<LoanState> = new Set<LoanState>(["active", "in default"]);

/** Units of accrued interest in one fen, as LoanDesk counts it. */
const UNITS_PER_FEN = 3_600_000n;

export interface ShownLoan {
  readonly state: LoanState;
  /** Owed now, with interest to today. */
  readonly outstandingFen: bigint;
  /** What is expected next, and from whom. */
  readonly next: string;
}

/** How a case stands: its parties and terms, what is owed today, and what is expected next from whom. */
export async function showLoan(
  options: { loan: string; record: string | undefined },
  hre: HardhatRuntimeEnvironment,
): Promise<ShownLoan> {
  const loanId = parseLoanId(options.loan);
  const ledger = await openLedger(hre, options);
  const { LoanDesk, ProductCatalogue } = ledger.contracts;
  const [{ borrower, lender, terms, claim }, balance, outstandingFen] = await Promise.all([
    LoanDesk.loanOf(loanId),
    LoanDesk.balanceOf(loanId),
    LoanDesk.outstandingOf(loanId),
  ]);
  const state = LOAN_STATES[Number(terms.state)]!;
  if (state === "unknown") throw new Error(`there is no loan ${loanId} on ${ledger.network}`);
  const standing = {
    ...{ state, outstandingFen, deadline: Number(terms.deadline), dueDay: Number(balance.dueDay) },
    pledges: Number(terms.pledges),
    ...(claim.answerBy !== 0n && { claim: { amountFen: claim.amountFen, answerBy: Number(claim.answerBy) } }),
  };
  const next = expectedNext(standing, ledger.chainTime);
  const lenderId = lender === ZeroHash ? (await ProductCatalogue.productOf(terms.productId)).lender : lender;
  const agreed = terms.overdueRateBps !== 0n || lender !== ZeroHash;
  printTable([
    ["loan", `${loanId}, ${state}`],
    ["borrower", borrower],
    ["lender", lenderId],
    ["product", `${terms.productId}, version ${terms.productVersion}`],
    [agreed ? "agreed" : "applied for", `${money(terms.amountFen)} for ${terms.tenorMonths} months`],
    ...(agreed
      ? [["rate", `${percent(terms.rateBps)} a year, overdue ${percent(terms.overdueRateBps)}`] as const]
      : []),
    ...(balance.dueDay === 0n ? [] : owedLines(state, balance, outstandingFen)),
    ["collateral", `${terms.pledges} pledged`],
    ["next", next],
  ]);
  return { state, outstandingFen, next };
}

interface Owed {
  readonly principalFen: bigint;
  readonly feesFen: bigint;
  readonly interestUnits: bigint;
  readonly dueDay: bigint;
}

function owedLines(state: LoanState, balance: Owed, outstandingFen: bigint): (readonly [string, string])[] {
  const { principalFen, feesFen, interestUnits, dueDay } = balance;
  const parts = `principal ${money(principalFen)}, interest ${money(interestUnits / UNITS_PER_FEN)}, fees ${money(feesFen)}`;
  return [
    ["due", showDay(Number(dueDay))],
    [OWING.has(state) ? "owed today" : "left unpaid", `${money(outstandingFen)}: ${parts}`],
  ];
}

/** @throws Error naming what was written. */
function parseLoanId(text: string): bigint {
  if (/^[1-9]\d{0,18}$/.test(text.trim())) return BigInt(text);
  throw new Error(`loan ${text}: must be the number of a loan, from 1`);
}

export default command(showLoan);
