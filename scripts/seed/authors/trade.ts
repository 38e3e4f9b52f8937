import { developmentUscc } from "../../../catalogue/index.ts";
import { CNY_PER_USD } from "../distributions.ts";
import { count, dateOf, money } from "../human.ts";
import type { Random } from "../random.ts";
import type { Traits } from "../traits.ts";
import type { Authors, Draft } from "./author.ts";

const DAY = 86_400;
const DECLARATIONS_ATTESTED = 3;
/** Declarations of goods that come in, of all that an exporter makes. */
const IMPORTS_PART = 0.15;
/** Customs office, HS code and destinations that fit each exporting section. */
const HS_CODES = {
  C: ["851762", "392690", "940360", "620342", "848790"],
  other: ["950300", "640299", "854370"],
} as const;
const COUNTRIES = ["USA", "HKG", "VNM", "DEU", "JPN", "MYS", "GBR", "ARE"] as const;

/** Customs, foreign exchange and commerce: trade with other countries. They know only the companies that trade. */
export const TRADE: Authors = {
  "cus.trade.v1": (company, random) => {
    if (company.exportShare === 0) return undefined;
    const exports = exportsUsd(company);
    return {
      "cus.export_value_12m": money(exports),
      "cus.import_value_12m": money(random.chance(0.4) ? exports * random.between(0.02, 0.5) : 0),
      "cus.export_declarations_12m": count(1 + exports / random.logNormal(45_000, 0.4)),
    };
  },
  "cus.credit.v1": ({ exportShare, health, size }, random) => {
    if (exportShare === 0) return undefined;
    const grade = health < -1.9 ? "discredited" : size !== "micro" && random.chance(0.12) ? "aeo" : "general";
    return { "cus.credit_grade": grade, "cus.penalties_24m": count(random.poisson(health < -1 ? 0.5 : 0.08)) };
  },
  "cus.declaration.v1": (company, random, today) =>
    company.exportShare === 0
      ? undefined
      : Array.from({ length: DECLARATIONS_ATTESTED }, () => declaration(company, random, today)),
  "safe.receipts.v1": (company, random) =>
    company.exportShare === 0
      ? undefined
      : {
          "safe.export_receipts_12m": money(
            exportsUsd(company) * random.between(company.distressed ? 0.5 : 0.85, 1.02),
          ),
        },
  "safe.class.v1": ({ exportShare, health }) =>
    exportShare === 0 ? undefined : { "safe.goods_trade_class": health < -2 ? "C" : health < -1.5 ? "B" : "A" },
  "safe.violations.v1": ({ exportShare }, random) =>
    exportShare === 0 ? undefined : { "safe.violation_24m": count(random.poisson(0.03)) },
  "com.status.v1": ({ exportShare }, random) => ({
    "com.foreign_trade_operator": exportShare > 0,
    "com.foreign_invested": random.chance(exportShare > 0 ? 0.15 : 0.03),
  }),
  "com.supply_chain.v1": ({ section, size }, random) => {
    if (section !== "C" || random.chance(0.6)) return undefined;
    return {
      "com.supply_chain_tier": count(
        size === "large" ? 0 : size === "medium" ? random.integer(1, 2) : random.integer(1, 4),
      ),
    };
  },
  "com.ecommerce.v1": (company, random) =>
    company.exportShare > 0 && random.chance(0.25)
      ? { "com.ecommerce_sales_12m": money(exportsUsd(company) * random.between(0.02, 0.5)) }
      : undefined,
  "com.warehouse_receipt.v1": (company, random, today) =>
    company.section !== "F" || random.chance(0.7) ? undefined : [warehouseReceipt(company, random, today)],
};

function exportsUsd({ sales, exportShare }: Traits): number {
  return (sales * exportShare) / CNY_PER_USD;
}

function declaration(company: Traits, random: Random, today: number): Draft {
  const observedAt = today - random.integer(1, 300) * DAY;
  const date = dateOf(observedAt - DAY);
  const imported = random.chance(IMPORTS_PART);
  const usd = Math.round(Math.min(exportsUsd(company), random.logNormal(45_000, 0.5)));
  return {
    item: `53${random.digits(2)}${date.slice(0, 4)}${imported ? 1 : 0}${random.digits(9)}`,
    observedAt,
    values: {
      "cus.declaration_direction": imported ? "import" : "export",
      "cus.declaration_status": random.chance(0.97) ? "released" : "cancelled",
      "cus.declaration_date": date,
      "cus.declaration_hs_code": random.pick(company.section === "C" ? HS_CODES.C : HS_CODES.other),
      "cus.declaration_country": random.pick(COUNTRIES),
      "cus.declaration_value": money(usd),
      "cus.declaration_value_cny": money(usd * CNY_PER_USD),
      // Open account: 30 to 120 days after shipment.
      "cus.declaration_payment_due_date": dateOf(observedAt + random.integer(30, 120) * DAY),
    },
  };
}

/** Goods of a trading company, in the warehouse of somebody outside the ledger. */
function warehouseReceipt(company: Traits, random: Random, today: number): Draft {
  const observedAt = today - random.integer(0, 60) * DAY;
  const operator = developmentUscc(`synthetic warehouse ${random.integer(1, 20)}`, company.division);
  const value = random.between(0.01, 0.08) * company.sales;
  return {
    item: `${operator}/CD-${dateOf(observedAt).slice(0, 4)}-${random.digits(5)}`,
    observedAt,
    values: {
      "com.warehouse_goods": random.pick(HS_CODES.C),
      "com.warehouse_quantity": count(value / random.between(20, 90)),
      "com.warehouse_value": money(value),
      "com.warehouse_issue_date": dateOf(observedAt - random.integer(0, 30) * DAY),
      "com.warehouse_expiry_date": dateOf(observedAt + random.integer(90, 360) * DAY),
      "com.warehouse_status": random.chance(0.9) ? "stored" : "released",
    },
  };
}
