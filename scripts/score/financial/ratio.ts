import type { ScoreInput, Term } from "../../../catalogue/scorecard/types.ts";

/** The numbers of one row of the Polish files, by attribute number; NaN for an empty cell. */
export type Attributes = (attribute: number) => number;

export type Topic = "profitability" | "debt" | "liquidity" | "turnover" | "growth" | "costs";

/** A ratio of registered items, and how the Polish files tell it. */
export interface Ratio {
  readonly input: ScoreInput;
  readonly topic: Topic;
  /** Which way is better where the economics leave no doubt; 0 elsewhere. */
  readonly direction: -1 | 0 | 1;
  /** Attributes that `read` needs. */
  readonly attributes: readonly number[];
  /** The ratio, in whole units; not finite where it is undefined. */
  readonly read: (attribute: Attributes) => number;
}

/** `revenue - gross_profit`: items of the company's statements with their signs. */
export function items(expression: string): Term[] {
  const [first, ...rest] = expression.split(" ");
  const terms: Term[] = [{ fact: `company.${first}`, sign: 1 }];
  for (let index = 0; index < rest.length; index += 2) {
    terms.push({ fact: `company.${rest[index + 1]}`, sign: rest[index] === "-" ? -1 : 1 });
  }
  return terms;
}

/** Ratios are kept in ten-thousandths. */
export const UNITS = 10_000;
const DAYS_OF_A_YEAR = 365;

export interface RatioWords {
  readonly id: string;
  readonly nameEn: string;
  readonly nameZh: string;
  readonly topic: Topic;
  readonly direction: -1 | 0 | 1;
  /** `numerator / denominator`, each a sum of items. */
  readonly formula: string;
  /** Times 365: days. */
  readonly days?: boolean;
}

/** A ratio that the files give as one attribute, or that follows from several. */
export function ratio(words: RatioWords, attributes: number | readonly number[], read?: Ratio["read"]): Ratio {
  const { id, nameEn, nameZh, topic, direction, formula, days = false } = words;
  const [numerator = "", denominator = ""] = formula.split(" / ");
  const needed = typeof attributes === "number" ? [attributes] : attributes;
  return {
    input: {
      ...{ id, nameEn, nameZh, operation: "ratio" },
      numerator: items(numerator),
      denominator: items(denominator),
      multiplier: days ? UNITS * DAYS_OF_A_YEAR : UNITS,
    },
    ...{ topic, direction, attributes: needed },
    read: read ?? ((attribute) => attribute(needed[0] as number)),
  };
}
