import { flag, salesOver, steps, total } from "./form.ts";
import type { ExpertCharacteristic } from "./form.ts";

/** Courts and arbitration: debts that others had to claim by force. */
export const COURTS: readonly ExpertCharacteristic[] = [
  {
    id: "bankruptcy_case",
    names: ["Bankruptcy or reorganisation case", "破产重整案件"],
    ...flag("court.bankruptcy_case", { no: 0, yes: -1200 }),
    unknown: 0,
    advice: [
      "Only the end of the case, or an approved reorganisation plan, changes this.",
      "只有案件终结或重整计划获批准才能改变该项。",
    ],
    reason:
      "This is default itself: more points than all other characteristics together can give, so that the grade is D.",
  },
  {
    id: "dishonest_debtor",
    names: ["Dishonest judgment debtor", "失信被执行人"],
    ...flag("court.dishonest_debtor", { no: 0, yes: -160 }),
    unknown: 0,
    advice: [
      "Fulfil the judgment or settle with the creditor, then ask the court to take you off the list.",
      "履行判决或与债权人和解，然后申请法院删除失信信息。",
    ],
    reason:
      "Listed because it could pay and did not, or hid what it has (list rules of 2013, article 1): sixteen times the odds.",
  },
  {
    id: "enforcement_amount",
    names: ["Amount under enforcement", "被执行标的余额"],
    ...steps("court.enforcement_amount", 0, [0.01, -32], [1_000_000, -48]),
    unknown: 0,
    advice: [
      "Pay or settle the open enforcement cases: less is lost once under 1,000,000 CNY is left, nothing once none is.",
      "履行或和解全部未结执行案件：余额降至100万元以下扣分减少，全部结清不再扣分。",
    ],
    reason: "A creditor had to go as far as enforcement; any amount nearly doubles the odds, a large one more.",
  },
  {
    id: "sales_to_enforcement",
    names: ["Yearly sales over the amount under enforcement", "年销售额与被执行金额之比"],
    ...salesOver("court.enforcement_amount", 0, -60, [3, -36], [10, -16], [50, 0]),
    unknown: 0,
    advice: [
      "Pay down the amount under enforcement: less is lost from a third, then from a tenth of yearly sales downward, nothing from a fiftieth.",
      "清偿被执行款项：金额降至年销售额的三分之一、十分之一时扣分逐级减少，降至五十分之一时不再扣分。",
    ],
    reason:
      "On top of the amount: beyond a tenth of yearly sales a firm of usual margins cannot pay it out of a year's profit.",
  },
  {
    id: "notarised_debts_and_awards",
    names: ["Notarised debts and unpaid arbitration awards", "公证债权与未履行仲裁裁决"],
    ...total(
      ["jus.notarised_debt_enforcement", "jus.arbitration_awards_unpaid"],
      0,
      [0.01, -24],
      [500_000, -40],
      [5_000_000, -56],
    ),
    unknown: 0,
    advice: [
      "Pay the notarised debts and the awards, and have the notary or the arbitration body record it.",
      "清偿公证债权和仲裁裁决款项，并由公证处、仲裁机构登记。",
    ],
    reason:
      "The same kind of sign as enforcement by a court, one step earlier and often disputed: less than twice the odds for small sums.",
  },
  {
    id: "equity_frozen",
    names: ["Equity frozen by courts", "股权冻结比例"],
    ...steps("court.equity_frozen_share", 0, [0.0001, -24], [0.3, -44], [0.5, -60]),
    unknown: 0,
    advice: [
      "Settle the owners' disputes that led to the freezing, or offer other security to have it lifted.",
      "解决导致股权冻结的股东纠纷，或提供其他担保以解除冻结。",
    ],
    reason:
      "Creditors reach for the owners' shares; from half on control of the firm is at risk (30 % and 50 % are design choices).",
  },
];
