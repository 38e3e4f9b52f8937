import { flag, labels, steps } from "./form.ts";
import type { ExpertCharacteristic } from "./form.ts";

/** What the tax service says beside the invoices, which the conduct part reads. */
export const TAX: readonly ExpertCharacteristic[] = [
  {
    id: "tax_credit_grade",
    names: ["Tax credit grade", "纳税信用等级"],
    ...labels("tax.credit_grade", { D: -80, C: -40, M: -10, B: 0, A: 20 }),
    unknown: -12,
    advice: [
      "File and pay every tax on time for a full year; the grade is set anew each April.",
      "全年按时申报缴纳各项税款；等级每年四月重新评定。",
    ],
    reason:
      "Banks' tax loans ask for A or B; M is what new firms get, D means fraud or refusal to pay. The yearly grade moves slowly and is hard to fake.",
  },
  {
    id: "tax_arrears",
    names: ["Tax arrears", "欠税"],
    ...steps("tax.arrears_amount", 0, [0.01, -40], [100_000, -60], [1_000_000, -80]),
    unknown: 0,
    advice: [
      "Pay the announced arrears: less is lost below 1,000,000 and below 100,000 CNY, nothing once they are paid in full.",
      "缴清已公告的欠税：余额降至100万元、10万元以下扣分逐级减少，全部缴清不再扣分。",
    ],
    reason:
      "Arrears are announced only after a firm was told to pay, and tax comes before later creditors (税收征收管理法, articles 45 and 46); the step of 100,000 CNY is a design choice.",
  },
  {
    id: "major_tax_violation",
    names: ["Major tax violation", "重大税收违法"],
    ...flag("tax.major_violation", { no: 0, yes: -120 }),
    unknown: 0,
    advice: [
      "Pay tax, late fee and fine; after that the publication can be ended early on request.",
      "缴清税款、滞纳金和罚款后，可申请提前停止公布。",
    ],
    reason:
      "Published for fraud or false invoices: the sales that the score sees may be false, and fines follow. Eight times the odds.",
  },
];
