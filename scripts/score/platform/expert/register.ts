import { daysSince, flag, labels, steps } from "./form.ts";
import type { ExpertCharacteristic } from "./form.ts";

/** What the business register and the credit platform say: whether there is a company at all, and how it keeps its duties. */
export const REGISTER: readonly ExpertCharacteristic[] = [
  {
    id: "registration_status",
    names: ["Registration status", "登记状态"],
    ...labels("amr.registration_status", { active: 0, suspended: -120, revoked: -1200, deregistered: -1200 }),
    unknown: -20,
    advice: [
      "Bring the registration back to active: ask the market regulator which step is missing.",
      "尽快恢复正常登记状态：向市场监管部门了解还缺哪些手续。",
    ],
    reason:
      "A company whose licence is revoked or that is deregistered may not trade and cannot repay from business: grade D whatever else is known.",
  },
  {
    id: "company_age",
    names: ["Age of the company", "成立年限"],
    ...daysSince("amr.registration_date", -30, [365, -15], [1095, 0], [2920, 8], [5475, 12]),
    unknown: -15,
    advice: [
      "Age grows by itself; until then file everything on time, so that a record builds up.",
      "成立年限会随时间增长；在此之前请按时申报各类事项，积累信用记录。",
    ],
    reason:
      "Failures are most frequent in the first three years and fall slowly after; the gain is small once a firm is older than eight years.",
  },
  {
    id: "abnormal_list",
    names: ["List of abnormal operations", "经营异常名录"],
    ...flag("amr.abnormal_list", { no: 0, yes: -40 }),
    unknown: 0,
    advice: [
      "Remove the cause (report not filed, office not found, wrong information) and apply to be taken off the list.",
      "消除列入原因（未报年报、住所失联、信息不实等）后申请移出经营异常名录。",
    ],
    reason:
      "Being listed means that the firm cannot be reached or files nothing (企业信息公示暂行条例, article 17): twice the odds of default.",
  },
  {
    id: "abnormal_list_months",
    names: ["Months on the list of abnormal operations", "列入经营异常月数"],
    ...steps("amr.abnormal_list_months", 0, [12, -20], [24, -40], [36, -80]),
    unknown: 0,
    advice: [
      "Apply to be taken off the list before three years have passed: then it becomes a serious violation.",
      "请在满三年之前申请移出名录，否则将被列入严重违法失信名单。",
    ],
    reason:
      "On top of being listed: who lets it stand for a year has given up the register; after three years the firm counts as seriously unlawful.",
  },
  {
    id: "annual_report",
    names: ["Annual report published", "年报公示"],
    ...flag("amr.annual_report_filed", { no: -24, yes: 0 }),
    unknown: -8,
    advice: [
      "Publish the overdue annual report in the enterprise credit information system.",
      "请在企业信用信息公示系统补报并公示年度报告。",
    ],
    reason:
      "Every living company files it by 30 June (article 8); a missing report is an early sign of a firm that is left to itself.",
  },
  {
    id: "public_credit_grade",
    names: ["Public credit rating", "公共信用综合评价"],
    ...labels("drc.public_credit_grade", { D: -100, C: -30, B: 0, A: 12 }),
    unknown: -4,
    advice: [
      "Have penalties that you have settled repaired (credit repair) on the credit platform, and keep promises made to authorities.",
      "对已履行的处罚及时申请信用修复，并履行对各部门的承诺。",
    ],
    reason:
      "The platform sums up the penalties and lists of all departments; D is given for severe dishonesty, which is why that list counts less by itself.",
  },
  {
    id: "severe_dishonesty",
    names: ["Severe dishonesty list", "严重失信主体名单"],
    ...flag("drc.severe_dishonesty_list", { no: 0, yes: -60 }),
    unknown: 0,
    advice: [
      "Make good what led to the listing and apply for credit repair with the department that listed you.",
      "纠正失信行为后，向列入部门申请信用修复并移出名单。",
    ],
    reason:
      "On top of the rating D that usually goes with it: other departments and banks must restrict a listed company, so that its business shrinks.",
  },
  {
    id: "economic_crime",
    names: ["Economic crime case", "经济犯罪立案"],
    ...flag("psb.economic_crime_case", { no: 0, yes: -120 }),
    unknown: 0,
    advice: [
      "Cooperate with the investigation; when it is closed, ask the police to update the record.",
      "积极配合调查；案件办结后请公安机关更新记录。",
    ],
    reason: "An open case can freeze accounts and take away the manager: eight times the odds of default.",
  },
  {
    id: "illegal_fundraising",
    names: ["Illegal fund-raising warning", "非法集资风险提示"],
    ...flag("bir.illegal_fundraising_flag", { no: 0, yes: -120 }),
    unknown: 0,
    advice: [
      "Stop taking money from the public, return it, and ask the regulator to lift the warning.",
      "停止向社会公众吸收资金并清退，向监管部门申请解除风险提示。",
    ],
    reason:
      "Money taken from the public without a licence is hidden debt that is called in at once: eight times the odds.",
  },
];
