import type { Pricing } from "../../../../catalogue/index.ts";
import type { Margin } from "./margin.ts";
import type { PreparedRanking, RankProduct } from "./prepare.ts";
import { probabilityOf } from "./question.ts";
import type { RankQuestion } from "./question.ts";
import type { RankedProduct } from "./rank.ts";
import { bpsText, percentText, roundedTogether, yuanText } from "./text.ts";

/** One sentence in both languages, and which part it is about. */
export interface RankReason {
  readonly part: "place" | "security" | "cost" | "fit" | "approval" | "applying" | "instrument" | "margin" | "churn";
  readonly textEn: string;
  readonly textZh: string;
}

/** Why a product has its place. @param question the one that it was ranked for */
export function reasonsOf(prepared: PreparedRanking, ranked: RankedProduct, question: RankQuestion): RankReason[] {
  const product = prepared.products[ranked.slot] as RankProduct;
  const shown = shownParts(ranked);
  return [
    placeReason(ranked, shown),
    ...securityReasons(prepared, ranked),
    costReason(prepared.pricing, product, ranked, shown),
    ...fitReasons(product, ranked, question, shown),
    approvalReason(prepared, ranked, question),
    applyingReason(ranked, shown),
    ...instrumentReasons(ranked),
  ];
}

/** The parts of a figure in whole basis points, the same in every sentence, so that they add up to the figure shown. */
interface ShownParts {
  readonly figureBps: number;
  readonly costBps: number;
  readonly interestBps: number;
  readonly feesBps: number;
  readonly misfitBps: number;
  readonly applyingBps: number;
}

function shownParts({ interestPpm, feesPpm, misfitPpm, applyingPpm }: RankedProduct): ShownParts {
  const rounded = roundedTogether([interestPpm, feesPpm, misfitPpm, applyingPpm]);
  const [interestBps, feesBps, misfitBps, applyingBps] = rounded as [number, number, number, number];
  const costBps = interestBps + feesBps;
  return { figureBps: costBps + misfitBps + applyingBps, costBps, interestBps, feesBps, misfitBps, applyingBps };
}

/** Parts that are 0 are left out, but for the cost. */
function placeReason({ place }: RankedProduct, { figureBps, costBps, misfitBps, applyingBps }: ShownParts): RankReason {
  const parts = [
    { bps: costBps, en: "cost", zh: "融资成本" },
    ...[
      { bps: misfitBps, en: "misfit", zh: "额度期限不匹配" },
      { bps: applyingBps, en: "for applying", zh: "申请成本" },
    ].filter(({ bps }) => bps > 0),
  ];
  const [en, zh] = [
    parts.map(({ bps, en }) => `${bpsText(bps)} % ${en}`).join(", "),
    parts.map(({ bps, zh }) => `${zh}${bpsText(bps)}%`).join("，"),
  ];
  const figure = bpsText(figureBps);
  return {
    part: "place",
    textEn: `Place ${place} with ${figure} % a year: ${en}.`,
    textZh: `第${place}位，综合年化${figure}%：${zh}。`,
  };
}

function securityReasons({ securityNames }: PreparedRanking, { missingSecurity }: RankedProduct): RankReason[] {
  if (missingSecurity === null) return [];
  const names = securityNames.get(missingSecurity);
  const [nameEn, nameZh] = [names?.nameEn.toLowerCase() ?? missingSecurity, names?.nameZh ?? missingSecurity];
  return [
    {
      part: "security",
      textEn: `Needs: ${nameEn}, which was not offered: comes after products that need nothing, or what was offered.`,
      textZh: `需要：${nameZh}，申请中未提供：排在无需担保或已提供所需担保的产品之后。`,
    },
  ];
}

function costReason(
  { fees }: Pricing,
  { security }: RankProduct,
  { costFenPerYear, amountFen, tenorMonths }: RankedProduct,
  { costBps, interestBps, feesBps }: ShownParts,
): RankReason {
  const charged = feesBps > 0 ? fees.filter((fee) => fee.security === security) : [];
  const [cost, interest, fee] = [bpsText(costBps), bpsText(interestBps), bpsText(feesBps)];
  const feesEn = charged.length > 0 ? `, ${charged.map(({ nameEn }) => nameEn).join(" and ")} ${fee} %` : "";
  const feesZh = charged.length > 0 ? `，${charged.map(({ nameZh }) => nameZh).join("和")}${fee}%` : "";
  const [yearly, amount] = [yuanText(costFenPerYear), yuanText(amountFen)];
  return {
    part: "cost",
    textEn: `Costs about ${cost} % a year: interest ${interest} %${feesEn}; ${yearly} CNY a year for ${amount} CNY over ${tenorMonths} months.`,
    textZh: `年化成本约${cost}%：利率${interest}%${feesZh}；${amount}元、${tenorMonths}个月，每年约${yearly}元。`,
  };
}

/**
 * Nothing where nothing was asked for. An amount within the range is not promised: the product's formula, which is text, may
 * allow less.
 */
function fitReasons(
  { amountFormula = "" }: RankProduct,
  { amountFen, tenorMonths }: RankedProduct,
  { request }: RankQuestion,
  { misfitBps }: ShownParts,
): RankReason[] {
  const [askedFen, askedMonths] = [request.amountFen, request.tenorMonths];
  const [en, zh] = [[] as string[], [] as string[]];
  if (askedFen !== undefined) {
    const [asked, lent] = [yuanText(Number(askedFen)), yuanText(amountFen)];
    const fits = Number(askedFen) === amountFen;
    const [formulaEn, formulaZh] =
      amountFormula === "" ? ["", ""] : [`; it lends up to: ${amountFormula}`, `，可贷额度按公式：${amountFormula}`];
    en.push(
      `${fits ? `${asked} CNY is within` : `${lent} CNY instead of the ${asked} asked for are within`} the product's range of amounts${formulaEn}`,
    );
    zh.push(`${fits ? `申请的${asked}元` : `${lent}元（申请${asked}元）`}在产品额度范围内${formulaZh}`);
  }
  if (askedMonths !== undefined) {
    const fits = askedMonths === tenorMonths;
    en.push(
      fits
        ? `Lends for the ${askedMonths} months asked for`
        : `Lends for ${tenorMonths} months instead of ${askedMonths}`,
    );
    zh.push(fits ? `期限可为申请的${askedMonths}个月` : `期限${tenorMonths}个月（申请${askedMonths}个月）`);
  }
  if (en.length === 0) return [];
  const misfit = bpsText(misfitBps);
  if (misfitBps > 0) {
    en.push(`That counts as ${misfit} % a year`);
    zh.push(`差额折合年化${misfit}%`);
  }
  return [{ part: "fit", textEn: `${en.join(". ")}.`, textZh: `${zh.join("；")}。` }];
}

function approvalReason(
  prepared: PreparedRanking,
  { slot, approvalBps }: RankedProduct,
  { defaultBps, isScoreWithheld = false, history }: RankQuestion,
): RankReason {
  const probability = bpsText(probabilityOf(prepared, defaultBps));
  const [absentEn, absentZh] = isScoreWithheld ? ["score withheld", "评分未公开"] : ["without a score", "暂无评分"];
  const [scoreEn, scoreZh] =
    defaultBps === null
      ? [
          `${absentEn}, reckoned as a default probability of ${probability} %`,
          `${absentZh}，按违约概率${probability}%估算`,
        ]
      : [`by the score's default probability of ${probability} %`, `按评分对应的违约概率${probability}%`];
  const [decided, offered] = [history?.decided[slot] ?? 0, history?.offered[slot] ?? 0];
  const [pastEn, pastZh] =
    decided > 0
      ? [
          ` and the lender's offers to ${offered} of ${decided} applications`,
          `及该机构既往${decided}笔申请中${offered}笔获批`,
        ]
      : ["", ""];
  const approval = bpsText(approvalBps);
  return {
    part: "approval",
    textEn: `Approval is taken as ${approval} % (a design choice), ${scoreEn}${pastEn}.`,
    textZh: `获批概率按${approval}%计（设计假设；${scoreZh}${pastZh}）。`,
  };
}

function applyingReason({ approvalBps }: RankedProduct, { applyingBps }: ShownParts): RankReason {
  const applying = bpsText(applyingBps);
  const tries = (10_000 / approvalBps).toFixed(1);
  return {
    part: "applying",
    textEn: `Applying counts as ${applying} % a year: about ${tries} applications for one loan, at that probability.`,
    textZh: `申请成本折合年化${applying}%：按此概率平均约需${tries}次同类申请才能获得一笔融资。`,
  };
}

function instrumentReasons({ instrument }: RankedProduct): RankReason[] {
  switch (instrument) {
    case "loan":
      return [];
    case "bond":
      return [
        {
          part: "instrument",
          textEn: "Comes after all loans: a bond is a promise for a fee and brings no money.",
          textZh: "排在贷款之后：保函仅为付款承诺，收取费用，不提供资金。",
        },
      ];
    case "equity":
      return [
        {
          part: "instrument",
          textEn: "Comes after all loans: investors take a share, so that the rate is not the whole cost.",
          textZh: "排在贷款之后：投资者取得股权，利率并非全部成本。",
        },
      ];
  }
}

const CHURN_ABSENCE_ZH = {
  "rate below the table": "利率低于流失率表范围",
  "rate above the table": "利率高于流失率表范围",
  "no such rating": "流失率表无对应评级",
  "not a loan": "非贷款产品",
} as const;

/** Why a company has its place among those of a product. */
export function marginReasonsOf(margin: Margin): RankReason[] {
  const { fundingPpm, expectedLossPpm, operatingPpm, marginPpm, churn, expectedMarginPpm } = margin;
  const rounded = roundedTogether([marginPpm, fundingPpm, expectedLossPpm, operatingPpm]);
  const [whole, funding, loss, operating] = rounded.map(bpsText);
  const rate = bpsText(rounded.reduce((sum, part) => sum + part));
  const expected = percentText(expectedMarginPpm);
  const margins: RankReason = {
    part: "margin",
    textEn: `Margin ${whole} % a year: rate ${rate} % less funding ${funding} %, expected loss ${loss} % and operations ${operating} %.`,
    textZh: `年化收益${whole}%：利率${rate}%减资金成本${funding}%、预期损失${loss}%、运营成本${operating}%。`,
  };
  if (!churn.applies) {
    const [textEn, textZh] = [
      `The table of lost customers does not apply: ${churn.why}.`,
      `流失率表不适用：${CHURN_ABSENCE_ZH[churn.why]}。`,
    ];
    return [margins, { part: "churn", textEn, textZh }];
  }
  const lost = bpsText(churn.lostBps);
  return [
    margins,
    {
      part: "churn",
      textEn: `At that rate ${lost} % of customers are lost in the table of 2019 (its rating ${churn.rating}, nearest to this default probability): ${expected} % is left.`,
      textZh: `按2019年流失率表（取其${churn.rating}级，与该违约概率最接近），该利率下客户流失率${lost}%，预期收益${expected}%。`,
    },
  ];
}
