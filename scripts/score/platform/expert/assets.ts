import { flag, labels, net, steps } from "./form.ts";
import type { ExpertCharacteristic } from "./form.ts";

/** What a company owns and can do: rights, status as an innovator, land and buildings. */
export const ASSETS: readonly ExpertCharacteristic[] = [
  {
    id: "specialised_status",
    names: ["Specialised and new status", "专精特新"],
    ...labels("miit.specialised_status", {
      none: 0,
      innovative_sme: 4,
      specialised_new: 10,
      little_giant: 16,
      champion: 20,
    }),
    unknown: 0,
    advice: [
      "Apply for the next status when growth and R&D reach its conditions.",
      "在成长性和研发投入达标时申报更高层级称号。",
    ],
    reason: "Each status was given after a look at sales, growth and R&D, and brings subsidies and guarantees.",
  },
  {
    id: "high_tech_status",
    names: ["National high-tech enterprise", "高新技术企业"],
    ...flag("std.high_tech_status", { no: 0, yes: 8 }),
    unknown: 0,
    advice: [
      "Apply for recognition when R&D and rights of your own reach the conditions.",
      "在研发费用和自主知识产权达标时申请认定。",
    ],
    reason: "Lower tax and a check every three years; some of it is in the specialised status already.",
  },
  {
    id: "invention_patents",
    names: ["Valid invention patents", "有效发明专利数"],
    ...steps("ipo.valid_invention_patents", 0, [1, 4], [5, 8], [20, 12]),
    unknown: 0,
    advice: [
      "Pay the annual fees of patents that you use, and file for new inventions.",
      "按时缴纳在用专利年费，并申请新的发明专利。",
    ],
    reason: "A right that is kept in force costs money each year: a small merit, and something to pledge.",
  },
  {
    id: "real_estate_net",
    names: ["Real estate less mortgages", "不动产净值"],
    ...net(
      "nr.real_estate_value",
      "nr.real_estate_mortgaged",
      -16,
      [0, 0],
      [1_000_000, 6],
      [5_000_000, 10],
      [20_000_000, 14],
    ),
    unknown: 0,
    advice: ["Repay mortgages, so that more of the property is free.", "偿还抵押贷款，提高可用不动产净值。"],
    reason:
      "Property free of mortgages can be sold or lent on before it comes to default; more mortgage than value is a debt uncovered.",
  },
  {
    id: "real_estate_sealed",
    names: ["Real estate sealed by a court", "不动产查封"],
    ...flag("nr.real_estate_sealed", { no: 0, yes: -60 }),
    unknown: 0,
    advice: [
      "Settle the claim behind the seal, or offer other security to have it lifted.",
      "解决查封所涉债务，或提供其他担保以解除查封。",
    ],
    reason: "A creditor secured the building before judgment: nearly three times the odds.",
  },
];
