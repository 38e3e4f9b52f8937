import type { Pricing } from "../../../../catalogue/index.ts";
import type { Margin } from "./margin.ts";
import type { PreparedRanking, RankProduct } from "./prepare.ts";
import { probabilityOf } from "./question.ts";
import type { RankQuestion } from "./question.ts";
import type { RankedProduct } from "./rank.ts";
import { bpsText, percentText, yuanText } from "./text.ts";

/** One sentence in both languages, and which part it is about. */
export interface RankReason {
  readonly part: "place" | "cost" | "fit" | "approval" | "applying" | "instrument" | "margin" | "churn";
  readonly textEn: string;
  readonly textZh: string;
}

/** Why a product has its place. @param question the one that it was ranked for */
export function reasonsOf(prepared: PreparedRanking, ranked: RankedProduct, question: RankQuestion): RankReason[] {
  return [
    placeReason(ranked),
    costReason(prepared.pricing, prepared.products[ranked.slot] as RankProduct, ranked),
    ...fitReasons(ranked, question),
    approvalReason(prepared, ranked, question),
    applyingReason(ranked),
    ...instrumentReasons(ranked),
  ];
}

function placeReason({ place, figurePpm, interestPpm, feesPpm, misfitPpm, applyingPpm }: RankedProduct): RankReason {
  const [figure, cost] = [percentText(figurePpm), percentText(interestPpm + feesPpm)];
  const [misfit, applying] = [percentText(misfitPpm), percentText(applyingPpm)];
  return {
    part: "place",
    textEn: `Place ${place} with ${figure} % a year: ${cost} % cost, ${misfit} % misfit, ${applying} % for applying.`,
    textZh: `第${place}位，综合年化${figure}%：融资成本${cost}%，额度期限不匹配${misfit}%，申请成本${applying}%。`,
  };
}

function costReason(
  { fees }: Pricing,
  { security }: RankProduct,
  { interestPpm, feesPpm, costFenPerYear, amountFen, tenorMonths }: RankedProduct,
): RankReason {
  const charged = fees.filter((fee) => fee.security === security);
  const [cost, interest, fee] = [interestPpm + feesPpm, interestPpm, feesPpm].map(percentText);
  const feesEn = charged.length > 0 ? `, ${charged.map(({ nameEn }) => nameEn).join(" and ")} ${fee} %` : "";
  const feesZh = charged.length > 0 ? `，${charged.map(({ nameZh }) => nameZh).join("和")}${fee}%` : "";
  const [yearly, amount] = [yuanText(costFenPerYear), yuanText(amountFen)];
  return {
    part: "cost",
    textEn: `Costs about ${cost} % a year: interest ${interest} %${feesEn}; ${yearly} CNY a year for ${amount} CNY over ${tenorMonths} months.`,
    textZh: `年化成本约${cost}%：利率${interest}%${feesZh}；${amount}元、${tenorMonths}个月，每年约${yearly}元。`,
  };
}

/** Nothing where nothing was asked for. */
function fitReasons({ amountFen, tenorMonths, misfitPpm }: RankedProduct, { request }: RankQuestion): RankReason[] {
  const [askedFen, askedMonths] = [request.amountFen, request.tenorMonths];
  if (askedFen === undefined && askedMonths === undefined) return [];
  const [en, zh] = [[] as string[], [] as string[]];
  if (askedFen !== undefined) {
    const [asked, lent] = [yuanText(Number(askedFen)), yuanText(amountFen)];
    en.push(
      Number(askedFen) === amountFen ? `the ${asked} CNY asked for` : `${lent} CNY instead of the ${asked} asked for`,
    );
    zh.push(Number(askedFen) === amountFen ? `申请的${asked}元` : `${lent}元（申请${asked}元）`);
  }
  if (askedMonths !== undefined) {
    en.push(
      askedMonths === tenorMonths
        ? `the ${askedMonths} months asked for`
        : `${tenorMonths} months instead of ${askedMonths}`,
    );
    zh.push(askedMonths === tenorMonths ? `申请的${askedMonths}个月` : `${tenorMonths}个月（申请${askedMonths}个月）`);
  }
  const misfit = percentText(misfitPpm);
  const [countsEn, countsZh] =
    misfitPpm > 0 ? [`; that counts as ${misfit} % a year`, `，折合年化${misfit}%`] : ["", ""];
  return [
    { part: "fit", textEn: `Offers ${en.join(" and ")}${countsEn}.`, textZh: `可提供${zh.join("、")}${countsZh}。` },
  ];
}

function approvalReason(
  prepared: PreparedRanking,
  { slot, approvalBps }: RankedProduct,
  { defaultBps, history }: RankQuestion,
): RankReason {
  const probability = bpsText(probabilityOf(prepared, defaultBps));
  const [scoreEn, scoreZh] =
    defaultBps === null
      ? [
          `without a score, reckoned as a default probability of ${probability} %`,
          `暂无评分，按违约概率${probability}%估算`,
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
  return {
    part: "approval",
    textEn: `About ${bpsText(approvalBps)} % of such applications succeed, ${scoreEn}${pastEn}.`,
    textZh: `此类申请约${bpsText(approvalBps)}%获批（${scoreZh}${pastZh}）。`,
  };
}

function applyingReason({ applyingPpm, approvalBps }: RankedProduct): RankReason {
  const applying = percentText(applyingPpm);
  const tries = (10_000 / approvalBps).toFixed(1);
  return {
    part: "applying",
    textEn: `Applying counts as ${applying} % a year: it takes about ${tries} applications of this kind to get one loan.`,
    textZh: `申请成本折合年化${applying}%：平均约需${tries}次同类申请才能获得一笔融资。`,
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
  const { ratePpm, fundingPpm, expectedLossPpm, operatingPpm, marginPpm, churn, expectedMarginPpm } = margin;
  const [rate, funding, loss, operating] = [ratePpm, fundingPpm, expectedLossPpm, operatingPpm].map(percentText);
  const [whole, expected] = [percentText(marginPpm), percentText(expectedMarginPpm)];
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
      textEn: `${lost} % of customers rated ${churn.rating} are lost at that rate: ${expected} % is left.`,
      textZh: `该利率下${churn.rating}级客户流失率${lost}%，预期收益${expected}%。`,
    },
  ];
}
