import type { LoanState } from "../chain/states.ts";
import { money } from "../chain/sentences/words.ts";
import { showTime } from "./statement.ts";

const DAY_SECONDS = 86_400;
const BEIJING_SECONDS = 8 * 3_600;

/** Days of grace after the due day, and days after which a loan lapses: as LoanDesk has them. */
const GRACE_DAYS = 3;
const LIMITATION_DAYS = 3 * 365;

/** What decides who has to do something about a case. Times in unix seconds, days counted in Beijing. */
export interface CaseStanding {
  readonly state: LoanState;
  readonly deadline: number;
  readonly dueDay: number;
  readonly outstandingFen: bigint;
  readonly pledges: number;
  /** The repayment that the company says it made; undefined when there is none to answer. */
  readonly claim?: { readonly amountFen: bigint; readonly answerBy: number };
}

/** A Beijing day as people read it. */
export function showDay(day: number): string {
  return new Date(day * DAY_SECONDS * 1000).toISOString().slice(0, 10);
}

/** The first second after a Beijing day, unix seconds. */
export function endOfDay(day: number): number {
  return (day + 1) * DAY_SECONDS - BEIJING_SECONDS;
}

/**
 * What is expected next and from whom, as a sentence.
 * @param now unix seconds, by the chain's clock
 */
export function expectedNext(standing: CaseStanding, now: number): string {
  const { state, deadline } = standing;
  const until = `until ${showTime(deadline)}`;
  const late = now > deadline;
  switch (state) {
    case "applied for":
      if (late) return "The application has run out: anybody may close it.";
      return `The lender offers or declines, or the company withdraws, ${until}.`;
    case "offered":
      if (late) return "The offer has run out: anybody may close the case.";
      return `The company accepts the offer or withdraws, ${until}; the lender may withdraw or replace the offer.`;
    case "accepted":
      if (late) return "The lender has not paid out in time: anybody may cancel the loan, and its collateral is free.";
      return `The lender pays out ${until}.`;
    case "disbursed":
      if (late)
        return "The company has not answered and still may; anybody may make the loan active, or the lender gives it up.";
      return `The company confirms or denies ${until} that the money came.`;
    case "active":
    case "in default":
      return owedNext(standing, now);
    case "unknown":
      return "Nothing: there is no such case.";
    default:
      return `Nothing: the case has ended, it is ${state}.`;
  }
}

function owedNext(standing: CaseStanding, now: number): string {
  const { state, outstandingFen, claim, dueDay, pledges } = standing;
  if (claim) return claimNext(claim, now);
  if (outstandingFen === 0n) return "Nothing is owed: anybody may settle the loan, and its collateral is free.";
  if (now >= endOfDay(dueDay + LIMITATION_DAYS)) {
    return "The loan is three years past its due day: anybody may close it as lapsed.";
  }
  const owed = `The company repays ${money(outstandingFen)}`;
  if (state === "active") return `${owed}, ${activeNext(dueDay, now)}.`;
  const deed = pledges > 0 ? "enforce its liens or write the loan off" : "write the loan off";
  if (now < standing.deadline) return `${owed}; the lender may ${deed} from ${showTime(standing.deadline)} on.`;
  return `${owed}, or the lender may ${deed}.`;
}

function activeNext(dueDay: number, now: number): string {
  if (now < endOfDay(dueDay)) return `all of it by ${showDay(dueDay)}`;
  const earliest = endOfDay(dueDay + GRACE_DAYS);
  const late = `which was due on ${showDay(dueDay)}`;
  if (now < earliest) return `${late}; the lender may declare default from ${showTime(earliest)} on`;
  return `${late}, or the lender declares default`;
}

function claimNext({ amountFen, answerBy }: { amountFen: bigint; answerBy: number }, now: number): string {
  const claimed = `the repayment of ${money(amountFen)} that the company claims`;
  if (now > answerBy) return `The lender has not answered: anybody may confirm ${claimed}.`;
  return `The lender confirms or rejects ${claimed} until ${showTime(answerBy)}.`;
}
