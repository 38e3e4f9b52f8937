import { formatDecimal } from "../../../catalogue/index.ts";
import type { Catalogue, Feature } from "../../../catalogue/index.ts";
import type { Assumed, Change } from "../engine/improve.ts";
import { grouped } from "../engine/rank/text.ts";

/** The same in English and in Chinese. */
export type Bilingual = readonly [en: string, zh: string];

/** Places of a per cent in basis points. */
const PERCENT_SCALE = 2;
/** Units that stand behind a figure otherwise than by their names. */
const DISPLAYED: Readonly<Record<string, Bilingual>> = {
  ...{ CNY: ["CNY", "元"], USD: ["USD", "美元"] },
  ...{ ratio: ["%", "%"], months: ["months", "个月"] },
};

/** A unit that numbers places, and stands before the figure in English. */
const ORDINAL = "tier";

/** @param day on which a wait is over, YYYY-MM-DD; null where there is none, or it is not known */
export function changeText(change: Change, feature: Feature, catalogue: Catalogue, day: string | null): Bilingual {
  const { nameEn, nameZh } = feature;
  const textOf = (value: Change["to"]) => valueText(value, feature, catalogue);
  const [toEn, toZh] = textOf(change.to);
  const [fromEn, fromZh] = change.from === null ? ["", ""] : textOf(change.from);
  switch (change.kind) {
    case "raise":
      return [`Raise ${nameEn} from ${fromEn} to ${toEn}`, `将${nameZh}由${fromZh}提高到${toZh}`];
    case "lower":
      return [`Lower ${nameEn} from ${fromEn} to ${toEn}`, `将${nameZh}由${fromZh}降低到${toZh}`];
    case "wait":
      return day === null
        ? [`Wait until ${nameEn} is ${toEn}`, `等到${nameZh}达到${toZh}`]
        : [`Wait until ${day}: ${nameEn} is ${toEn} then`, `等到${day}：届时${nameZh}为${toZh}`];
    case "become":
      return [`${nameEn} becomes ${toEn}`, `${nameZh}变为${toZh}`];
    case "gain":
      return [`Gain ${toEn} (${nameEn})`, `取得${toZh}（${nameZh}）`];
    case "lose":
      return [`Be rid of ${toEn} (${nameEn})`, `消除${toZh}（${nameZh}）`];
    case "attest": {
      const [ifEn, ifZh] = change.assumed === null ? ["", ""] : assumedText(change.assumed, textOf);
      return [`Have ${nameEn} attested, if ${ifEn}`, `完成${nameZh}的可信登记（若${ifZh}）`];
    }
  }
}

function assumedText(assumed: Assumed, textOf: (value: Change["to"]) => Bilingual): Bilingual {
  if (assumed.kind === "range") return rangeText(assumed, textOf);
  if (assumed.kind === "none of") {
    const [en, zh] = textOf(assumed.labels);
    return [`none of these holds: ${en}`, `均不存在：${zh}`];
  }
  const texts = assumed.labels.map(textOf);
  return [`it is ${texts.map(([en]) => en).join(" or ")}`, `为${texts.map(([, zh]) => zh).join("或")}`];
}

/** One end at least is there: it is a threshold of a product. */
function rangeText({ min, max }: Extract<Assumed, { kind: "range" }>, textOf: (value: bigint) => Bilingual): Bilingual {
  const [minEn, minZh] = min === null ? ["", ""] : textOf(min);
  const [maxEn, maxZh] = max === null ? ["", ""] : textOf(max);
  if (min === null) return [`it is at most ${maxEn}`, `不高于${maxZh}`];
  if (max === null) return [`it is at least ${minEn}`, `不低于${minZh}`];
  return min === max
    ? [`it is exactly ${minEn}`, `恰为${minZh}`]
    : [`it is from ${minEn} to ${maxEn}`, `在${minZh}至${maxZh}之间`];
}

/** A number with its unit, or labels by their names. */
function valueText(value: Change["to"], feature: Feature, catalogue: Catalogue): Bilingual {
  if (typeof value === "bigint") return numberText(value, feature, catalogue);
  const labels: readonly string[] = typeof value === "string" ? [value] : value;
  const known = labels.map((label) => feature.values?.find((one) => one.label === label));
  return [
    labels.map((label, place) => known[place]?.nameEn ?? label).join(", "),
    labels.map((label, place) => known[place]?.nameZh ?? label).join("、"),
  ];
}

/** Ratios in per cent; thousands apart; no places that are all 0. @param value in the chain unit */
function numberText(value: bigint, { unit, displayUnit, scale }: Feature, { units }: Catalogue): Bilingual {
  const isRatio = displayUnit === "ratio";
  const figure = grouped(formatDecimal(value, isRatio ? PERCENT_SCALE : scale).replace(/\.0+$/, ""));
  const named = units.find((known) => known.unit === unit);
  const [en, zh] = DISPLAYED[displayUnit ?? ""] ?? [named?.nameEn ?? "", named?.nameZh ?? ""];
  const isOne = value === 1n && scale === 0;
  if (displayUnit === ORDINAL) return [`${en} ${figure}`, `${figure}${zh}`];
  return [`${figure} ${isOne ? en.replace(/s$/, "") : en}`.trim(), `${figure}${zh}`];
}
