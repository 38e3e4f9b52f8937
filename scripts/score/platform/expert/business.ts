import { labels, steps, trend } from "./form.ts";
import type { ExpertCharacteristic } from "./form.ts";

/** What can be seen of the business itself: power and water, orders, trade, duties of its trade. */
export const BUSINESS: readonly ExpertCharacteristic[] = [
  {
    id: "electricity_trend",
    names: ["Electricity used against a year earlier", "用电量同比"],
    ...trend("pwr.kwh_3m", "pwr.kwh_3m_prev_year", 0, -32, [0.4, -14], [0.7, 0], [1.2, 5]),
    unknown: 0,
    advice: [
      "If production was moved or machines became better, tell the bank; else the fall is read as a fall of business.",
      "如因搬迁或节能改造导致用电下降，请向银行说明；否则将视为业务下滑。",
    ],
    reason:
      "Machines that stand still use no power, months before accounts show it; falls of 30 and 60 % are design choices.",
  },
  {
    id: "electricity_overdue",
    names: ["Days overdue with electricity", "电费拖欠天数"],
    ...steps("pwr.overdue_days", 0, [1, -8], [30, -28], [90, -52]),
    unknown: 0,
    advice: [
      "Pay the overdue electricity bill; a standing order avoids it next time.",
      "缴清拖欠电费，并开通代扣以免再次拖欠。",
    ],
    reason: "Power is cut off when it stays unpaid, so that only a firm without cash lets it happen.",
  },
  {
    id: "water_overdue",
    names: ["Days overdue with water and gas", "水气费拖欠天数"],
    ...steps("wtr.overdue_days", 0, [1, -6], [30, -18], [90, -36]),
    unknown: 0,
    advice: ["Pay the overdue water and gas bills.", "缴清拖欠的水费、燃气费。"],
    reason: "As electricity, with smaller bills: a weaker sign, often at the same time.",
  },
  {
    id: "environmental_rating",
    names: ["Environmental credit rating", "环保信用评价"],
    ...labels("mee.rating", { red: -48, yellow: -16, blue: 0, green: 8 }),
    unknown: 0,
    advice: ["Remedy what the environment office found and ask for a new rating.", "整改环保问题后申请重新评价。"],
    reason:
      "Red firms face closure or limits on production, and banks must not lend them more; green ones are run with care.",
  },
  {
    id: "safety_standard",
    names: ["Work-safety standard", "安全生产标准化等级"],
    ...labels("emg.safety_grade", { none: -4, grade3: 0, grade2: 5, grade1: 10 }),
    unknown: 0,
    advice: [
      "Have the work-safety standard assessed, and aim at the next grade.",
      "申请安全生产标准化评审，并争取更高等级。",
    ],
    reason: "A sign of orderly management with a weak link to payment.",
  },
  {
    id: "construction_qualification",
    names: ["Construction qualification", "建筑业资质等级"],
    ...labels("hud.construction_qualification", { none: -12, grade3: 0, grade2: 4, grade1: 8, special: 12 }),
    unknown: 0,
    advice: ["Apply for the qualification that your contracts need.", "申请与所承接工程相应的资质。"],
    reason:
      "A builder without qualification works under others' names and is paid last; higher grades need capital and staff.",
  },
  {
    id: "agricultural_leading",
    names: ["Agricultural leading enterprise", "农业龙头企业"],
    ...labels("agr.leading_enterprise", { none: 0, city: 4, province: 8, national: 12 }),
    unknown: 0,
    advice: [
      "Apply for recognition when size and contracts with farmers allow it.",
      "在规模和带动农户达到条件时申报农业龙头企业。",
    ],
    reason: "Recognition asks for sales, assets and a clean bank record, and brings support: a small merit.",
  },
  {
    id: "freight_waybills",
    names: ["Electronic waybills, 12 months", "近12个月电子运单数"],
    ...steps("trn.freight_waybills_12m", -16, [1, -6], [100, 0], [1_000, 5]),
    unknown: 0,
    advice: ["Issue every transport with an electronic waybill.", "所有运输业务均开具电子运单。"],
    reason: "A carrier without waybills does not carry; the number shows that the business is real.",
  },
  {
    id: "supply_chain_tier",
    names: ["Tier in a registered supply chain", "供应链层级"],
    ...steps("com.supply_chain_tier", 12, [1, 8], [2, 3], [3, 0]),
    unknown: 0,
    advice: ["Ask your customers to register you in their supply chain.", "请核心企业客户将贵公司登记入其供应链。"],
    reason:
      "A direct supplier of a core enterprise has orders that were checked; further away there is nothing to gain.",
  },
  {
    id: "customs_grade",
    names: ["Customs credit grade", "海关企业信用等级"],
    ...labels("cus.credit_grade", { discredited: -56, general: 0, aeo: 16 }),
    unknown: 0,
    advice: [
      "Correct declarations yourself before customs find the mistake; later apply for the AEO certificate.",
      "主动披露申报差错；条件成熟时申请AEO高级认证。",
    ],
    reason:
      "Discredited firms are checked at every border crossing and lose time and buyers; AEO needs sound finances.",
  },
  {
    id: "export_receipts",
    names: ["Export receipts, 12 months", "近12个月出口收汇额"],
    ...steps("safe.export_receipts_12m", -10, [0.01, 0], [100_000, 4], [1_000_000, 8]),
    unknown: 0,
    advice: ["Collect export proceeds through the bank and in time.", "出口货款及时通过银行收汇。"],
    reason: "Money that really came in from abroad; an exporter whom nobody pays has lost its market.",
  },
  {
    id: "procurement_contracts",
    names: ["Government procurement contracts, 12 months", "近12个月政府采购合同额"],
    ...steps("fin.procurement_contracts_12m", 0, [100_000, 4], [1_000_000, 8]),
    unknown: 0,
    advice: ["Bid for public contracts that fit your capacity.", "参与与自身能力相符的政府采购项目。"],
    reason: "Public buyers check their suppliers and pay in the end, if late.",
  },
];
