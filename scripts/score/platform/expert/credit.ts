import { labels, salesOver, steps } from "./form.ts";
import type { ExpertCharacteristic } from "./form.ts";

/** What the credit reference system and the guarantors know. */
export const CREDIT: readonly ExpertCharacteristic[] = [
  {
    id: "days_past_due",
    names: ["Most days past due", "最大逾期天数"],
    ...steps("pbc.max_days_past_due", 0, [1, -16], [30, -64], [60, -110], [90, -360]),
    unknown: 0,
    advice: [
      "Pay what is overdue at once; talk to the lender before the 30th and in any case before the 90th day.",
      "立即偿还逾期款项；务必在逾期30天前、最迟90天前与贷款机构协商。",
    ],
    reason:
      "90 days past due is default by the usual (Basel) definition, and takes an ordinary company to grade D; no gate, because the fact has no threshold for trifles.",
  },
  {
    id: "lenders",
    names: ["Number of lenders", "贷款机构数"],
    ...steps("pbc.lenders", 0, [4, -8], [6, -20]),
    unknown: 0,
    advice: [
      "Bring loans together with few lenders instead of opening new ones.",
      "集中在少数机构融资，避免多头借贷。",
    ],
    reason:
      "Many lenders often mean that old ones would not lend more; modest, because growing firms have several too.",
  },
  {
    id: "sales_to_loans",
    names: ["Yearly sales over the loan balance", "年销售额与贷款余额之比"],
    ...salesOver("pbc.loan_balance", 0, -44, [1, -28], [1.5, -10], [3, 0]),
    unknown: 0,
    advice: [
      "Repay loans from sales, or let sales grow before borrowing more: the balance should stay below a third of yearly sales.",
      "以销售回款偿还贷款，或待销售增长后再新增贷款：贷款余额宜低于年销售额的三分之一。",
    ],
    reason:
      "Who owes more than a year's sales cannot carry interest and repayment out of an SME's margin; no loans is no merit.",
  },
  {
    id: "sales_to_guarantees",
    names: ["Yearly sales over guarantees given", "年销售额与对外担保之比"],
    ...salesOver("pbc.guarantees_given", 0, -40, [1, -28], [2, -12], [5, 0]),
    unknown: 0,
    advice: [
      "Give no new guarantees for others and let old ones end when the loans behind them are renewed.",
      "不再新增对外担保，在相应贷款续期时逐步退出原有担保。",
    ],
    reason:
      "Guarantee circles carry one firm's default to the next; they count like loans, a little less because not all are called.",
  },
  {
    id: "policy_guarantee",
    names: ["Policy guarantee record", "政策性担保记录"],
    ...labels("lfb.policy_guarantee_record", { none: 0, given: 10, refused: -20, called: -90 }),
    unknown: 0,
    advice: [
      "Apply to the policy guarantor with papers in order; repay what it paid for you, if it had to.",
      "备齐材料向政策性担保机构申请；如发生代偿，请尽快偿还代偿款。",
    ],
    reason:
      "The guarantor has looked at the firm itself; a guarantee that was called is a default that somebody else paid.",
  },
];
