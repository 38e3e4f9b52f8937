import type { Topic } from "./ratio.ts";

/** What an owner can do about ratios of a topic. */
export const ADVICE: Readonly<Record<Topic, { readonly adviceEn: string; readonly adviceZh: string }>> = {
  profitability: {
    adviceEn:
      "Raise what is left of sales: review prices, cut costs that bring no sales, and keep profits in the company.",
    adviceZh: "提高盈利水平：调整售价，压缩不产生收入的费用，并将利润留存于企业。",
  },
  debt: {
    adviceEn:
      "Lean less on debt: repay loans from profits or with new equity, and replace short loans for lasting needs by long ones.",
    adviceZh: "降低负债依赖：以利润或新增资本金偿还借款，用长期资金替代长期用途的短期借款。",
  },
  liquidity: {
    adviceEn:
      "Keep more money at hand for bills that fall due: collect receivables sooner, sell off slow stock, and pay for fixed assets by equity or long debt.",
    adviceZh: "增强短期偿付能力：加快收款，清理滞销存货，以自有资金或长期负债购置固定资产。",
  },
  turnover: {
    adviceEn:
      "Bind less money: sell off slow stock, invoice and collect promptly, pay suppliers in time, and part with assets that earn nothing.",
    adviceZh: "减少资金占用：清理滞销存货，及时开票收款，按期支付供应商，处置闲置资产。",
  },
  growth: {
    adviceEn: "Raise sales above those of the year before: falling sales leave costs uncovered.",
    adviceZh: "使营业收入高于上期：收入下滑难以覆盖成本费用。",
  },
  costs: {
    adviceEn:
      "Bring costs down against income: renegotiate purchase prices and interest, and repay the dearest loans first.",
    adviceZh: "降低成本费用占收入的比重：重新商定采购价格和利率，优先偿还成本最高的借款。",
  },
};
