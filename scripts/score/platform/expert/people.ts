import { flag, steps, trend } from "./form.ts";
import type { ExpertCharacteristic } from "./form.ts";

/** Social insurance, wages and the housing fund: whether the people are there and are paid. */
export const PEOPLE: readonly ExpertCharacteristic[] = [
  {
    id: "insured_employees",
    names: ["Employees insured", "参保人数"],
    ...steps("hrss.insured_employees", -24, [1, -4], [3, 0], [50, 6], [200, 10]),
    unknown: -10,
    advice: [
      "Insure all employees: each one shows that the business is real.",
      "为全体员工参保：参保人数能证明企业真实经营。",
    ],
    reason:
      "Nobody insured means a shell or hidden wages; larger firms survive longer, with little to gain beyond 200.",
  },
  {
    id: "employment_trend",
    names: ["Employees insured against a year earlier", "参保人数同比"],
    ...trend("hrss.insured_employees", "hrss.insured_employees_prev_year", 0, -28, [0.5, -12], [0.8, 0], [1.2, 4]),
    unknown: 0,
    advice: [
      "Keep the staff that you need insured; if people left for good reason, be ready to explain it to the bank.",
      "保持必要员工稳定参保；如有合理减员，请准备向银行说明。",
    ],
    reason: "Firms in trouble dismiss before they default; growth is a weak merit because it also costs money.",
  },
  {
    id: "social_insurance_arrears",
    names: ["Months of social-insurance arrears", "社保欠缴月数"],
    ...steps("hrss.social_insurance_arrears_months", 0, [1, -24], [3, -44], [6, -60]),
    unknown: 0,
    advice: [
      "Pay the overdue contributions; late fees of 0.05 % a day stop then.",
      "补缴欠缴的社保费，每日万分之五的滞纳金即停止计算。",
    ],
    reason:
      "Contributions are what a firm short of cash leaves unpaid first (社会保险法, articles 63 and 86); three months is no oversight.",
  },
  {
    id: "wage_arrears",
    names: ["Listed for wage arrears", "拖欠农民工工资名单"],
    ...flag("hrss.wage_arrears_listed", { no: 0, yes: -100 }),
    unknown: 0,
    advice: ["Pay the wages and ask the labour office to take you off the list.", "付清工资后向人社部门申请移出名单。"],
    reason:
      "Listed after an order to pay was not followed (保障农民工工资支付条例, article 48): more than five times the odds.",
  },
  {
    id: "housing_fund_arrears",
    names: ["Months of housing-fund arrears", "公积金欠缴月数"],
    ...steps("hpf.arrears_months", 0, [1, -12], [3, -28]),
    unknown: 0,
    advice: [
      "Pay the missing months, or ask the fund for a formal deferral.",
      "补缴欠缴月份，或向公积金中心申请缓缴。",
    ],
    reason: "The same sign as social insurance and mostly at the same time, so that it counts half.",
  },
];
