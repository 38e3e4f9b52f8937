import { ZeroHash } from "ethers";
import { formatDecimal } from "../../../catalogue/index.ts";
import type { FieldError } from "../http/problem.ts";
import type { LoanState } from "../lending/states.ts";
import { canAct, outstandingFen, pledgedAssetIds } from "../use-cases/case.ts";
import type { Case } from "../use-cases/case.ts";
import { late } from "./application-steps.ts";
import * as input from "./input.ts";
import { loanStep } from "./loan-step.ts";
import { outside } from "./offer.ts";
import { money, months, plain, rate, reference } from "./readable.ts";
import type { Readable } from "./readable.ts";
import { refusal } from "./step.ts";
import type { Warning } from "./step.ts";

const OWING: readonly LoanState[] = ["active", "defaulted"];
const AMOUNT = ["amountFen", "Amount", "金额"] as const;
const REFERENCE = ["paymentRef", "Reference of the payment", "付款凭证"] as const;
const REASON = ["reason", "Reason", "理由"] as const;

const paymentRef = input.reference.optional();

const disburse = loanStep({
  name: "disburse",
  nameEn: "Pay out",
  nameZh: "放款",
  description:
    "With a settlement token the money moves in this transaction; otherwise the lender says that it has paid, and the " +
    "company confirms.",
  states: ["accepted"],
  by: "lender",
  function: "disburse",
  body: { paymentRef },
  call: (of, { paymentRef: given = ZeroHash }) => {
    const { loan, entities } = of;
    const { offer: terms } = loan;
    return {
      args: [loan.loanId, given],
      fields: [
        ...(terms
          ? [
              money(["amountFen", "Principal", "本金"], terms.amountFen),
              money(["feeFen", "Fee", "费用"], terms.feeFen),
              months(["tenorMonths", "Tenor from today", "自今日起期限"], terms.tenorMonths),
              rate(["rateBps", "Interest rate", "利率"], terms.rateBps),
            ]
          : []),
        reference(REFERENCE, given),
        ...tokenFields(of),
      ],
      warnings: terms && loan.settlementToken ? allowance(loan.settlementToken, terms.amountFen) : [],
      refusals: [
        ...late(of, "it could be paid out"),
        ...(canAct(entities.get(loan.borrower))
          ? []
          : [
              refusal(
                "loanId",
                loan.loanId,
                "nobody may act for the company now: it is suspended or has no controller",
              ),
            ]),
      ],
    };
  },
});

const confirmReceipt = loanStep({
  name: "confirm-receipt",
  nameEn: "Confirm that the money came",
  nameZh: "确认收款",
  description: "The loan is active from then on. After seven days without an answer anybody may confirm.",
  states: ["disbursed"],
  by: (of) => (answered(of, of.loan.deadline) ? "borrower" : "anybody"),
  function: "confirmReceipt",
  body: {},
  call: ({ loan }) => ({
    args: [loan.loanId],
    fields: loan.offer ? [money(["amountFen", "Principal received", "收到的本金"], loan.offer.amountFen)] : [],
  }),
});

const denyReceipt = loanStep({
  name: "deny-receipt",
  nameEn: "Say that no money came",
  nameZh: "声明未收到款项",
  description: "The lender has to pay out again, or the case is cancelled in time.",
  states: ["disbursed"],
  by: "borrower",
  function: "denyReceipt",
  body: { reason: input.reference },
  call: (of, { reason }) => ({
    args: [of.loan.loanId, reason],
    fields: [reference(REASON, reason)],
    refusals: late(of, "the company could answer"),
  }),
});

const repay = loanStep({
  name: "repay",
  nameEn: "Repay in the settlement token",
  nameZh: "以结算代币还款",
  description: "Anybody may pay for the company. The token moves to the lender in the same transaction.",
  states: OWING,
  by: "anybody",
  function: "repay",
  body: { amountFen: input.fen("Amount").optional() },
  call: (of, given) => {
    const { loan } = of;
    const amountFen = given.amountFen ?? outstandingFen(of);
    return {
      args: [loan.loanId, amountFen],
      fields: [money(AMOUNT, amountFen), ...owedFields(of), ...tokenFields(of)],
      warnings: loan.settlementToken ? allowance(loan.settlementToken, amountFen) : [],
      refusals: [
        ...(loan.settlementToken
          ? []
          : [refusal("loanId", loan.loanId, "it has no settlement token: use record-repayment or claim-repayment")]),
        ...notOwed(of, amountFen),
      ],
    };
  },
});

const recordRepayment = loanStep({
  name: "record-repayment",
  nameEn: "Record a repayment",
  nameZh: "登记还款",
  description: "Money that came off the chain. The lender alone may record it, since it tells against itself.",
  states: OWING,
  by: "lender",
  function: "recordRepayment",
  body: { amountFen: input.fen("Amount"), paymentRef },
  call: (of, { amountFen, paymentRef: given = ZeroHash }) => ({
    args: [of.loan.loanId, amountFen, given],
    fields: [money(AMOUNT, amountFen), reference(REFERENCE, given), ...owedFields(of)],
    refusals: notOwed(of, amountFen),
  }),
});

const claimRepayment = loanStep({
  name: "claim-repayment",
  nameEn: "Claim a repayment",
  nameZh: "申报还款",
  description:
    "Money that went to the lender off the chain. The lender has seven days to answer; silence counts as yes.",
  states: OWING,
  by: "borrower",
  function: "claimRepayment",
  body: { amountFen: input.fen("Amount"), paymentRef },
  call: (of, { amountFen, paymentRef: given = ZeroHash }) => ({
    args: [of.loan.loanId, amountFen, given],
    fields: [money(AMOUNT, amountFen), reference(REFERENCE, given), ...owedFields(of)],
    refusals: [
      ...(of.loan.claim ? [refusal("loanId", of.loan.loanId, "a claimed repayment waits for its answer already")] : []),
      ...notOwed(of, amountFen),
    ],
  }),
});

const confirmRepayment = loanStep({
  name: "confirm-repayment",
  nameEn: "Confirm a claimed repayment",
  nameZh: "确认申报的还款",
  description: "What is not answered within seven days anybody may confirm.",
  states: OWING,
  by: (of) => (answered(of, of.loan.claim?.answerBy ?? null) ? "lender" : "anybody"),
  function: "confirmRepayment",
  body: {},
  call: (of) => ({
    args: [of.loan.loanId, of.loan.claim?.amountFen ?? 0n],
    fields: claimFields(of),
    refusals: unclaimed(of),
  }),
});

const rejectRepayment = loanStep({
  name: "reject-repayment",
  nameEn: "Reject a claimed repayment",
  nameZh: "否认申报的还款",
  description: "Nothing came. The company may claim again.",
  states: OWING,
  by: "lender",
  function: "rejectRepayment",
  body: { reason: input.reference },
  call: (of, { reason }) => ({
    args: [of.loan.loanId, of.loan.claim?.amountFen ?? 0n, reason],
    fields: [...claimFields(of), reference(REASON, reason)],
    refusals: unclaimed(of),
  }),
});

const settle = loanStep({
  name: "settle",
  nameEn: "Settle a loan on which nothing is owed",
  nameZh: "结清贷款",
  description: "Frees all collateral and the guarantee. The assets are filled in.",
  states: OWING,
  by: "anybody",
  function: "settle",
  body: {},
  call: (of) => {
    const outstanding = outstandingFen(of);
    const rule = `${formatDecimal(outstanding, 2)} CNY is still owed`;
    return {
      args: [of.loan.loanId, pledgedAssetIds(of)],
      fields: freedFields(of),
      refusals: outstanding === 0n ? [] : [refusal("loanId", of.loan.loanId, rule)],
    };
  },
});

const expire = loanStep({
  name: "expire",
  nameEn: "Close a case whose deadline has passed",
  nameZh: "关闭逾期案件",
  description: "Frees all collateral. A case that the lender says it has paid only the lender may close.",
  states: ["applied", "offered", "accepted", "disbursed"],
  by: ({ loan }) => (loan.state === "disbursed" ? "lender" : "anybody"),
  function: "expire",
  body: {},
  call: (of) => {
    const { loanId, deadline } = of.loan;
    const early = deadline !== null && of.now <= deadline;
    return {
      args: [loanId, pledgedAssetIds(of)],
      fields: freedFields(of),
      refusals: early ? [refusal("loanId", loanId, `its deadline ${deadline} (unix seconds) has not passed`)] : [],
    };
  },
});

/** The assets that a case gives free when it ends. */
export function freedFields(of: Case): Readable[] {
  return pledgedAssetIds(of).map((assetId, index) =>
    plain([`assetIds[${index}]`, "Asset that becomes free", "将释放的资产"], assetId),
  );
}

export function owedFields(of: Case): Readable[] {
  return [money(["outstandingFen", "Owed today", "今日应还"], outstandingFen(of))];
}

/** Whether it is still the turn of the party that has to answer. */
function answered({ now }: Case, until: bigint | null): boolean {
  return until === null || now <= until;
}

function notOwed(of: Case, amountFen: bigint): FieldError[] {
  const outstanding = outstandingFen(of);
  if (outstanding === 0n) return [refusal("loanId", of.loan.loanId, "nothing is owed: it can be settled")];
  return outside("amountFen", amountFen, { min: 1n, max: outstanding });
}

function claimFields({ loan: { claim } }: Case): Readable[] {
  return claim === null ? [] : [money(["amountFen", "Claimed repayment", "申报的还款"], claim.amountFen)];
}

function unclaimed({ loan: { claim, loanId } }: Case): FieldError[] {
  return claim === null ? [refusal("loanId", loanId, "no repayment is claimed")] : [];
}

function tokenFields({ loan: { settlementToken } }: Case): Readable[] {
  return settlementToken === null ? [] : [plain(["token", "Settlement token", "结算代币"], settlementToken)];
}

/** The chain takes tokens from the sender only after it was allowed to. */
function allowance(token: string, fen: bigint): Warning[] {
  const tokens = formatDecimal(fen, 2);
  return [
    {
      code: "allowance_needed",
      en: `The sender needs ${tokens} tokens of ${token}, and must have allowed the LoanDesk to take them (approve).`,
      zh: `发送方须持有${tokens}个代币（${token}），并已授权LoanDesk划转（approve）。`,
    },
  ];
}

/** From the pay-out to the settlement. */
export const MONEY_STEPS = [
  disburse,
  confirmReceipt,
  denyReceipt,
  repay,
  recordRepayment,
  claimRepayment,
  confirmRepayment,
  rejectRepayment,
  settle,
  expire,
];
