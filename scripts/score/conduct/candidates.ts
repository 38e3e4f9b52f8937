import type { ScoreInput, Term } from "../../../catalogue/scorecard/types.ts";

/** The schema whose statement holds every fact that the conduct score reads. */
export const CONDUCT_SOURCE = "tax.invoice_trailing.v1";

/** A characteristic that the tax office's facts allow, before any outcome is looked at. */
export interface Candidate {
  readonly input: ScoreInput;
  /** Fixed on economic grounds; points never run against it. */
  readonly better: "higher" | "lower";
  /** Why that direction. */
  readonly reason: string;
  /** What a company's owner can do about it. */
  readonly adviceEn: string;
  readonly adviceZh: string;
}

const SALES = ["tax.invoiced_sales_12m", "tax.invoiced_sales_prev_12m"];
const PURCHASES = ["tax.invoiced_purchases_12m", "tax.invoiced_purchases_prev_12m"];

/** One characteristic for each idea: size, regularity, concentration, breadth, care, growth, margin, dependence. */
export const CANDIDATES: readonly Candidate[] = [
  {
    input: value("invoiced_sales_24m", "Invoiced sales, 24 months", "近24个月开票销售额", plus(SALES)),
    better: "higher",
    reason: "a larger business survives the loss of an order or of a customer",
    adviceEn: "Invoice every sale through the tax system, so that the whole turnover is seen.",
    adviceZh: "所有销售均应通过税务系统如实开票，使经营规模得到完整体现。",
  },
  {
    input: value("active_months_24m", "Months with a sales invoice, of 24", "近24个月开票月数", [
      term("tax.invoice_active_months"),
    ]),
    better: "higher",
    reason: "income that comes every month pays instalments that fall due every month",
    adviceEn: "Invoice in the month of delivery: months without any sales invoice cost points.",
    adviceZh: "按交付月份及时开票，避免出现无销项发票的月份。",
  },
  {
    input: value("top1_customer_share_12m", "Largest customer's share of sales", "第一大客户销售占比", [
      term("tax.top1_customer_share"),
    ]),
    better: "lower",
    reason: "whoever lives on one customer falls with that customer",
    adviceEn: "Win further customers, so that no single one makes up most of the sales.",
    adviceZh: "拓展客户来源，降低对单一客户的依赖。",
  },
  {
    input: value("trading_partners_12m", "Customers and suppliers, 12 months", "近12个月客户与供应商数", [
      term("tax.customers_12m"),
      term("tax.suppliers_12m"),
    ]),
    better: "higher",
    reason: "many partners are many judgements in the company's favour, and replace each other",
    adviceEn: "Trade with more customers and suppliers, on invoices.",
    adviceZh: "扩大有发票往来的客户与供应商范围。",
  },
  {
    input: value("void_share_12m", "Voided part of sales invoices, 12 months", "近12个月作废发票占比", [
      term("tax.void_invoice_ratio_12m"),
    ]),
    better: "lower",
    reason: "voided invoices are cancelled sales, careless books, or sales that never were",
    adviceEn: "Agree on price and buyer before invoicing, so that fewer invoices are voided.",
    adviceZh: "开票前核实交易与购方信息，减少发票作废。",
  },
  {
    input: ratio(
      "sales_growth_12m",
      "Sales of 12 months over those of the 12 before",
      "近12个月销售额同比",
      ["tax.invoiced_sales_12m"],
      ["tax.invoiced_sales_prev_12m"],
      10_000,
    ),
    better: "higher",
    reason: "falling sales leave fixed costs and debts to a smaller income",
    adviceEn: "Stabilise sales: points are lost when they fall behind the year before.",
    adviceZh: "稳定销售规模，避免销售额同比下滑。",
  },
  {
    input: value("sales_less_purchases_24m", "Sales less purchases, 24 months", "近24个月销项减进项金额", [
      ...plus(SALES),
      ...minus(PURCHASES),
    ]),
    better: "higher",
    reason: "what is left of sales after purchases pays wages, taxes and lenders",
    adviceEn: "Widen the gap between sales and purchases: better prices, less stock, cheaper supplies.",
    adviceZh: "提高购销差额：改善售价、控制库存、降低采购成本。",
  },
  {
    input: value("top1_supplier_share_12m", "Largest supplier's share of purchases", "第一大供应商采购占比", [
      term("tax.top1_supplier_share"),
    ]),
    better: "lower",
    reason: "whoever depends on one supplier stops when that supplier does",
    adviceEn: "Buy from more than one supplier.",
    adviceZh: "避免采购过度集中于单一供应商。",
  },
];

/** Near relatives of the candidates. A second cross-validation may choose among all, to show what the short list gains. */
export const RELATIVES: readonly Candidate[] = [
  relative(value("invoiced_sales_12m", "Invoiced sales, 12 months", "近12个月开票销售额", plus(SALES.slice(0, 1)))),
  relative(value("customers_12m", "Customers, 12 months", "近12个月客户数", [term("tax.customers_12m")])),
  relative(value("suppliers_12m", "Suppliers, 12 months", "近12个月供应商数", [term("tax.suppliers_12m")])),
  relative(value("purchases_24m", "Invoiced purchases, 24 months", "近24个月进项金额", plus(PURCHASES))),
  relative(
    ratio(
      "sales_per_customer_12m",
      "Sales per customer, 12 months",
      "近12个月户均销售额",
      ["tax.invoiced_sales_12m"],
      ["tax.customers_12m"],
      1,
    ),
  ),
  relative(
    ratio(
      "purchases_per_supplier_12m",
      "Purchases per supplier, 12 months",
      "近12个月户均采购额",
      ["tax.invoiced_purchases_12m"],
      ["tax.suppliers_12m"],
      1,
    ),
  ),
];

function relative(input: ScoreInput): Candidate {
  return {
    input,
    better: "higher",
    reason: "a larger business survives more",
    adviceEn: "Invoice every sale and every purchase.",
    adviceZh: "如实开具和取得全部发票。",
  };
}

function term(fact: string, sign: 1 | -1 = 1): Term {
  return { fact, sign };
}

function plus(facts: readonly string[]): Term[] {
  return facts.map((fact) => term(fact));
}

function minus(facts: readonly string[]): Term[] {
  return facts.map((fact) => term(fact, -1));
}

function value(id: string, nameEn: string, nameZh: string, numerator: readonly Term[]): ScoreInput {
  return { id, nameEn, nameZh, operation: "value", numerator, denominator: [], multiplier: 1 };
}

function ratio(
  id: string,
  nameEn: string,
  nameZh: string,
  above: readonly string[],
  below: readonly string[],
  multiplier: number,
): ScoreInput {
  return { id, nameEn, nameZh, operation: "ratio", numerator: plus(above), denominator: plus(below), multiplier };
}
