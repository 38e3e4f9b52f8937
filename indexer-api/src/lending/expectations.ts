import { accrue, outstandingFenOf } from "./balance.ts";
import { beijingTime, dateOfDay, dayOf, endOfDay } from "./beijing-day.ts";
import type { Loan } from "./loan.ts";
import { LOAN_STATES } from "./states.ts";
import type { LoanState } from "./states.ts";

export const PARTIES = ["borrower", "lender", "guarantor", "assignee", "anybody"] as const;

export type Party = (typeof PARTIES)[number];

/** Days after the due day before default can be declared. */
const GRACE_DAYS = 3n;
/** Days after the due day when a loan lapses. */
const LIMITATION_DAYS = 3n * 365n;

/** What may happen next to a case. */
export interface Expectation {
  /** Name of the step, as `POST /v1/prepare/{step}` knows it. */
  step: string;
  by: Party;
  /** Unix seconds until which it is that party's turn; null when nothing ends it. */
  until: bigint | null;
  sentenceEn: string;
  sentenceZh: string;
}

/** What, beside the case itself, decides what is next. */
export interface Circumstances {
  /** Time of the block that decides, unix seconds. */
  now: bigint;
  /** Live liens that secure it. */
  pledges: number;
  /** Whether somebody may act for the entity now: it is active and has a controller. */
  borrowerCanAct: boolean;
  lenderCanAct: boolean;
  /** Whether the guarantor of the offer has promised what the offer says. */
  promised: boolean;
}

type Case = Circumstances & { loan: Loan };

/** For each state what is expected, the most likely step first. Nothing is expected of a case that has ended. */
const EXPECTED: Readonly<Record<LoanState, (of: Case) => Expectation[]>> = {
  applied: (of) => (isPast(of) ? [expire(of)] : [offer(of), decline(of), withdraw(of)]),
  offered: (of) => (isPast(of) ? [expire(of)] : [...promise(of), accept(of), withdraw(of), withdrawOffer(of)]),
  accepted: (of) => (isPast(of) ? [expire(of)] : [disburse(of)]),
  disbursed: (of) =>
    isPast(of) ? [...silence(of), ...denyLate(of), giveUp(of)] : [confirmReceipt(of), denyReceipt(of)],
  active: (of) => [...claimed(of), ...proposed(of), ...serviced(of)],
  defaulted: (of) => [...claimed(of), ...proposed(of), ...collected(of)],
  settled: () => [],
  withdrawn: () => [],
  declined: () => [],
  expired: () => [],
  cancelled: () => [],
  written_off: () => [],
  lapsed: () => [],
};

/** What may happen next, from whom and until when; empty when the case has ended. */
export function expectationsOf(loan: Loan, circumstances: Circumstances): Expectation[] {
  return EXPECTED[loan.state]({ loan, ...circumstances });
}

/** What is expected first, or that nothing is. */
export function headline(loan: Loan, expected: readonly Expectation[]): { en: string; zh: string } {
  const [first] = expected;
  if (first) return { en: first.sentenceEn, zh: first.sentenceZh };
  const { nameEn, nameZh } = LOAN_STATES[loan.state];
  return { en: `Nothing is expected: the case has ended (${nameEn}).`, zh: `案件已结束（${nameZh}），无需操作。` };
}

/** The time from which the lender may declare default, unix seconds; null before the loan is active. */
export function defaultableFrom({ balance }: Loan): bigint | null {
  return balance && endOfDay(balance.dueDay + GRACE_DAYS);
}

/** The time from which anybody may end the loan as lapsed, unix seconds; null before the loan is active. */
export function lapsesAt({ balance }: Loan): bigint | null {
  return balance && endOfDay(balance.dueDay + LIMITATION_DAYS);
}

function isPast({ loan: { deadline }, now }: Case): boolean {
  return deadline !== null && now > deadline;
}

function by(party: Party, step: string, until: bigint | null, sentenceEn: string, sentenceZh: string): Expectation {
  return { step, by: party, until, sentenceEn, sentenceZh };
}

/** "by 2026-12-01 08:00 Beijing time", in both languages. */
function limit(until: bigint | null): { en: string; zh: string } {
  if (until === null) return { en: "at any time", zh: "随时" };
  const time = beijingTime(until);
  return { en: `by ${time} Beijing time`, zh: `北京时间${time}前` };
}

function offer({ loan: { deadline } }: Case): Expectation {
  const { en, zh } = limit(deadline);
  return by("lender", "offer", deadline, `The lender has to make an offer ${en}.`, `请机构在${zh}报价。`);
}

function decline({ loan: { deadline } }: Case): Expectation {
  const { en, zh } = limit(deadline);
  return by("lender", "decline", deadline, `The lender may decline ${en}.`, `机构可在${zh}拒绝申请。`);
}

function withdraw({ loan: { deadline } }: Case): Expectation {
  const { en, zh } = limit(deadline);
  return by("borrower", "withdraw", deadline, `The company may withdraw ${en}.`, `企业可在${zh}撤回申请。`);
}

function withdrawOffer({ loan: { deadline } }: Case): Expectation {
  const { en, zh } = limit(deadline);
  return by(
    "lender",
    "withdraw-offer",
    deadline,
    `The lender may withdraw its offer ${en}.`,
    `机构可在${zh}撤回报价。`,
  );
}

function expire({ loan: { deadline } }: Case): Expectation {
  const { en, zh } = limit(deadline);
  return by(
    "anybody",
    "expire",
    null,
    `Nobody acted ${en}: anybody may close the case now, which frees its collateral.`,
    `${zh}无人操作：任何人现在都可关闭案件并释放担保物。`,
  );
}

function promise({ loan: { offer, deadline }, promised }: Case): Expectation[] {
  if (!offer?.guarantor || promised) return [];
  const { en, zh } = limit(deadline);
  return [
    by(
      "guarantor",
      "undertake-guarantee",
      deadline,
      `The guarantor has to promise its guarantee ${en}, before the company can accept.`,
      `请担保公司在${zh}承诺担保，之后企业才能接受报价。`,
    ),
  ];
}

function accept({ loan: { deadline } }: Case): Expectation {
  const { en, zh } = limit(deadline);
  const sentence = `The company has to accept the offer ${en}; what it pledges is pledged with acceptance.`;
  return by("borrower", "accept", deadline, sentence, `请企业在${zh}接受报价，接受时同时质押担保物。`);
}

function disburse({ loan: { deadline } }: Case): Expectation {
  const { en, zh } = limit(deadline);
  return by("lender", "disburse", deadline, `The lender has to pay out ${en}.`, `请机构在${zh}放款。`);
}

function confirmReceipt({ loan: { deadline } }: Case): Expectation {
  const { en, zh } = limit(deadline);
  const sentence = `The company has to confirm ${en} that the money came; silence counts as yes.`;
  return by("borrower", "confirm-receipt", deadline, sentence, `请企业在${zh}确认收款；逾期未答视为确认。`);
}

function denyReceipt({ loan: { deadline } }: Case): Expectation {
  const { en, zh } = limit(deadline);
  const sentence = `The company may say ${en} that no money came.`;
  return by("borrower", "deny-receipt", deadline, sentence, `企业可在${zh}声明未收到款项。`);
}

/** Silence is an answer only of a company that could speak. */
function silence({ loan: { deadline }, borrowerCanAct }: Case): Expectation[] {
  if (!borrowerCanAct) return [];
  const { en, zh } = limit(deadline);
  const sentence = `The company did not answer ${en}, which counts as yes: anybody may confirm the receipt now.`;
  return [by("anybody", "confirm-receipt", null, sentence, `企业未在${zh}答复，视为已收款：任何人现在都可确认。`)];
}

/** Late, but nobody has taken silence for an answer yet. */
function denyLate({ borrowerCanAct }: Case): Expectation[] {
  if (!borrowerCanAct) return [];
  const sentence = "Until somebody does, the company may still say that no money came.";
  return [by("borrower", "deny-receipt", null, sentence, "在此之前，企业仍可声明未收到款项。")];
}

function giveUp(_: Case): Expectation {
  const sentence = "The lender may give up what it says it paid, and close the case.";
  return by("lender", "expire", null, sentence, "机构可放弃其声称的放款并关闭案件。");
}

function claimed({ loan: { claim }, now, lenderCanAct }: Case): Expectation[] {
  if (claim === null) return [];
  const { en, zh } = limit(claim.answerBy);
  if (now <= claim.answerBy || !lenderCanAct) {
    const until = now <= claim.answerBy ? claim.answerBy : null;
    const sentence = `The lender has to confirm ${en} the repayment that the company says it made; silence counts as yes.`;
    return [
      by("lender", "confirm-repayment", until, sentence, `请机构在${zh}确认企业声称的还款；逾期未答视为确认。`),
      by("lender", "reject-repayment", until, "The lender may reject that repayment.", "机构可否认该笔还款。"),
    ];
  }
  const sentence = `The lender did not answer ${en}, which counts as yes: anybody may confirm the repayment now.`;
  return [by("anybody", "confirm-repayment", null, sentence, `机构未在${zh}答复，视为已还款：任何人现在都可确认。`)];
}

/** What the lender has proposed and the other side may take. */
function proposed({ loan: { restructuring, assignee }, now, lenderCanAct }: Case): Expectation[] {
  if (!lenderCanAct) return [];
  const open = restructuring !== null && now <= restructuring.validUntil && dayOf(now) < restructuring.dueDay;
  const { en, zh } = limit(restructuring?.validUntil ?? null);
  const terms = `The company may accept the new terms that the lender proposed ${en}.`;
  const loan = "The entity to which the lender offered the loan may take it over.";
  return [
    ...(open
      ? [by("borrower", "accept-restructuring", restructuring.validUntil, terms, `企业可在${zh}接受机构提出的新条款。`)]
      : []),
    ...(assignee === null ? [] : [by("assignee", "accept-assignment", null, loan, "受让机构可接受贷款转让。")]),
  ];
}

function serviced(of: Case): Expectation[] {
  const from = defaultableFrom(of.loan);
  if (isPaid(of)) return [settle()];
  const overdue = from !== null && of.now >= from;
  return [...pay(of), ...(overdue ? [declareDefault(of)] : []), ...lapse(of)];
}

function collected(of: Case): Expectation[] {
  if (isPaid(of)) return [settle()];
  return of.now >= (of.loan.deadline ?? of.now)
    ? [...enforce(of), ...pay(of), writeOff(), ...lapse(of)]
    : [...pay(of), ...announced(of), writeOff(), ...lapse(of)];
}

function isPaid({ loan: { balance, rates }, now }: Case): boolean {
  return balance !== null && rates !== null && outstandingFenOf(accrue(balance, rates, dayOf(now))) === 0n;
}

function settle(): Expectation {
  const sentence = "Nothing is owed any more: anybody may settle the loan, which frees its collateral.";
  return by("anybody", "settle", null, sentence, "已无欠款：任何人都可结清贷款并释放担保物。");
}

function pay({ loan, now }: Case): Expectation[] {
  // A second claim has to wait for the answer to the first.
  if (loan.settlementToken === null && loan.claim !== null) return [];
  const due = loan.balance?.dueDay ?? 0n;
  const date = dateOfDay(due);
  const late = dayOf(now) > due;
  const step = loan.settlementToken === null ? "claim-repayment" : "repay";
  const sentence = late
    ? `The company has to repay: everything was due on ${date}, and the overdue rate applies.`
    : `The company has to repay everything by the end of ${date}.`;
  const chinese = late ? `请企业还款：已于${date}到期，按逾期利率计息。` : `请企业在${date}当日结束前还清。`;
  return [by("borrower", step, late ? null : endOfDay(due) - 1n, sentence, chinese)];
}

function declareDefault({ loan }: Case): Expectation {
  const since = beijingTime(defaultableFrom(loan) ?? 0n);
  const sentence = `Since ${since} Beijing time the lender may declare default.`;
  return by("lender", "declare-default", null, sentence, `自北京时间${since}起，机构可宣布违约。`);
}

function announced({ loan: { deadline }, pledges }: Case): Expectation[] {
  if (pledges === 0 || deadline === null) return [];
  const from = beijingTime(deadline);
  const sentence = `From ${from} Beijing time, when the notice ends, the lender may enforce the collateral.`;
  return [by("lender", "enforce", null, sentence, `通知期于北京时间${from}届满，此后机构可实现质权。`)];
}

function enforce({ pledges }: Case): Expectation[] {
  if (pledges === 0) return [];
  const sentence = "The notice has ended: the lender may enforce the collateral.";
  return [by("lender", "enforce", null, sentence, "通知期已届满：机构可实现质权。")];
}

function writeOff(): Expectation {
  const sentence = "The lender may write off what is owed, which frees the collateral.";
  return by("lender", "write-off", null, sentence, "机构可核销欠款并释放担保物。");
}

function lapse({ loan, now }: Case): Expectation[] {
  const from = lapsesAt(loan);
  if (from === null || now < from) return [];
  const sentence = "Three years have passed since the due day: anybody may end the loan, which frees its collateral.";
  return [by("anybody", "lapse", null, sentence, "到期已满三年：任何人都可终止贷款并释放担保物。")];
}
