import type { Term } from "../../../../catalogue/scorecard/types.ts";

/**
 * What an expert says of one fact or of a few: how much likelier default becomes.
 *
 * 40 points double the odds of paying back: -40 says that default is twice as likely as for an ordinary company, -160
 * sixteen times. An ordinary company, about which nothing special is known, has 0 points everywhere.
 */
export interface ExpertCharacteristic {
  readonly id: string;
  /** English, Chinese. */
  readonly names: readonly [string, string];
  readonly measure: Measure;
  readonly judgement: Judgement;
  /** Points when the ledger has no current statement. Below 0 for what a healthy company normally has. */
  readonly unknown: number;
  /** Points when the agency's statement leaves the fact out; as if unknown, unless given. */
  readonly withheld?: number;
  /** What an owner can do: English, Chinese. */
  readonly advice: readonly [string, string];
  /** Why these points: kept in the scorecard's provenance. */
  readonly reason: string;
}

/** What is measured, in the form of `ScoreInput`. */
export type Measure =
  | { readonly operation: "value"; readonly terms: readonly Term[] }
  | { readonly operation: "days since"; readonly terms: readonly Term[] }
  | { readonly operation: "ratio"; readonly terms: readonly Term[]; readonly over: readonly Term[] };

/**
 * How outcomes are judged.
 *
 * - `flag`: of a fact that is true or false.
 * - `labels`: of an enumeration, every label in the order of its schema.
 * - `steps`: `first` below the first step, then the points from each step on; in the unit that people write (CNY,
 *   days), a ratio as a number (0.3 is 30 %, 3 is three times). `undefined` when the denominator is 0.
 */
export type Judgement =
  | { readonly kind: "flag"; readonly no: number; readonly yes: number }
  | { readonly kind: "labels"; readonly points: Readonly<Record<string, number>> }
  | {
      readonly kind: "steps";
      readonly undefined: number | null;
      readonly first: number;
      readonly steps: readonly (readonly [from: number, points: number])[];
    };

type Steps = readonly (readonly [from: number, points: number])[];

/** Invoiced sales of 12 months, against which debts are measured. */
const SALES = "tax.invoiced_sales_12m";

export const flag = (fact: string, { no, yes }: { no: number; yes: number }) => ({
  measure: value(fact),
  judgement: { kind: "flag", no, yes } as const,
});

export const labels = (fact: string, points: Readonly<Record<string, number>>) => ({
  measure: value(fact),
  judgement: { kind: "labels", points } as const,
});

export const steps = (fact: string, first: number, ...from: Steps) => stepsOf(value(fact), null, first, from);

/** Steps of one fact less another. */
export const net = (fact: string, less: string, first: number, ...from: Steps) =>
  stepsOf({ operation: "value", terms: [plus(fact), { fact: less, sign: -1 }] }, null, first, from);

/** Steps of the sum of several facts. */
export const total = (facts: readonly string[], first: number, ...from: Steps) =>
  stepsOf({ operation: "value", terms: facts.map(plus) }, null, first, from);

/** Steps of the whole days since a date. */
export const daysSince = (fact: string, first: number, ...from: Steps) =>
  stepsOf({ operation: "days since", terms: [plus(fact)] }, null, first, from);

/** Steps of a fact over what it was a year earlier; undefined when it was 0. */
export const trend = (fact: string, earlier: string, undefinedPoints: number, first: number, ...from: Steps) =>
  stepsOf({ operation: "ratio", terms: [plus(fact)], over: [plus(earlier)] }, undefinedPoints, first, from);

/**
 * Steps of how many times the yearly sales cover a debt. This way round, and not debt over sales, because then sales of
 * 0 or less fall into the worst bin by themselves, and a company without the debt is the undefined case.
 */
export const salesOver = (debt: string, without: number, first: number, ...from: Steps) =>
  stepsOf({ operation: "ratio", terms: [plus(SALES)], over: [plus(debt)] }, without, first, from);

function stepsOf(measure: Measure, undefinedPoints: number | null, first: number, from: Steps) {
  return { measure, judgement: { kind: "steps", undefined: undefinedPoints, first, steps: from } as const };
}

function value(fact: string): Measure {
  return { operation: "value", terms: [plus(fact)] };
}

function plus(fact: string): Term {
  return { fact, sign: 1 };
}
