import type { Criterion } from "../../../catalogue/index.ts";
import { curveOf, histogramOf, planCurves } from "./audience-curves.ts";
import type { Curve, CurvePlan } from "./audience-curves.ts";
import { addTally, audienceTask, emptyTally } from "./audience-slice.ts";
import type { AudienceQuestion, AudienceTally, HistogramCuts } from "./audience-slice.ts";
import type { MatchEngine, StandingStill } from "./engine.ts";
import type { FeatureSpec } from "./features.ts";
import { actualOf, conditionsOf, outcomeOf } from "./judge.ts";
import type { Actual, Condition } from "./judge.ts";
import { isContradiction, termsOf } from "./terms.ts";
import type { SetTerm, Term } from "./terms.ts";

/** Who a draft product would be for, and what each of its criteria costs. Counts are of companies. */
export interface Audience {
  /** The moment that ages are counted to, unix seconds. */
  readonly asOf: bigint;
  readonly companies: number;
  readonly eligible: number;
  /** Fail no criterion, but of some nobody knows. */
  readonly unknown: number;
  readonly refused: number;
  /** In the order given. */
  readonly criteria: readonly CriterionAudience[];
  /** Places of criteria that no company at all can meet together. */
  readonly contradictions: readonly (readonly number[])[];
}

export interface CriterionAudience {
  readonly place: number;
  readonly criterion: Criterion;
  /** Place of an earlier criterion that says the same; null when there is none. */
  readonly sameAs: number | null;
  readonly failed: number;
  readonly unknown: number;
  /** Fail it and no other. */
  readonly refusedByItAlone: number;
  /** Would be eligible without it. */
  readonly gainedWithout: number;
  /** The funnel: this criterion and all before it. */
  readonly after: { readonly eligible: number; readonly unknown: number; readonly refused: number };
  readonly curves: readonly Curve[];
}

/** Companies that are looked at to lay the thresholds of curves. */
const SAMPLE = 4000;
/** With fewer that meet all else, thresholds are laid where any company lies. */
const ENOUGH = 40;
/** Criteria whose curves are counted: nobody reads more of them. */
const MOST_CURVES = 40;

/** @throws CriterionError naming a criterion that cannot be judged and the rule: see `termsOf` */
export async function audienceOf(
  engine: Pick<MatchEngine, "features" | "standStill">,
  criteria: readonly Criterion[],
): Promise<Audience> {
  const conditions = conditionsOf(engine.features, criteria);
  const contradictions = contradictionsOf(engine.features, criteria);
  const counted = await engine.standStill((companies) => countedAmong(companies, conditions));
  return { ...counted, contradictions };
}

async function countedAmong(
  companies: StandingStill,
  conditions: readonly Condition[],
): Promise<Omit<Audience, "contradictions">> {
  const plans = plansOf(companies, conditions);
  const question = questionOf(conditions, plans);
  const tally = emptyTally(question);
  for (const part of await companies.scan(audienceTask(question))) addTally(tally, part);
  return {
    ...resultAfter(conditions.length - 1, tally),
    asOf: companies.asOf,
    companies: tally.companies,
    criteria: conditions.map((condition) => criterionAudience(condition, question, tally, plans)),
  };
}

/** Criteria that contradict each other. @throws CriterionError as `termsOf` */
export function contradictionsOf(features: readonly FeatureSpec[], criteria: readonly Criterion[]): number[][] {
  const terms = termsOf(features, criteria);
  const alone = terms.filter(isContradiction).map((term) => [...term.criteria]);
  const unwanted = terms.filter((term): term is SetTerm => term.kind === "none of");
  const together = unwanted.flatMap((none) => {
    const against = terms.filter((any) => isShutOut(any, none));
    return against.map((any) => [...any.criteria, ...none.criteria].sort((a, b) => a - b));
  });
  return [...alone, ...together];
}

/** Whether "none of" forbids everything that "any of" asks for. */
function isShutOut(any: Term, none: SetTerm): boolean {
  return any.kind === "any of" && any.feature === none.feature && any.mask !== 0 && (any.mask & ~none.mask) === 0;
}

function questionOf(conditions: readonly Condition[], plans: readonly CurvePlan[]): AudienceQuestion {
  const [terms, termOf]: [Term[], number[]] = [[], []];
  const places = new Map<string, number>();
  for (const { term, key } of conditions) {
    const place = places.get(key) ?? terms.length;
    if (place === terms.length) terms.push(term);
    places.set(key, place);
    termOf.push(place);
  }
  const histograms = conditions.flatMap(({ place }) => {
    const histogram = histogramOf(plans.filter(({ criterion }) => criterion === place));
    return histogram === undefined ? [] : [histogram];
  });
  return { terms, termOf, histograms };
}

/** Curves of the first criteria that have thresholds, laid by a sample of the companies. */
function plansOf(companies: StandingStill, conditions: readonly Condition[]): CurvePlan[] {
  const sample = sampleOf(companies, conditions);
  const plans = conditions.map((condition) => {
    const known = sample.filter(({ outcomes }) => outcomes[condition.place] !== "unknown");
    const others = known.filter(({ outcomes }) => {
      return outcomes.every((outcome, place) => outcome === "met" || place === condition.place);
    });
    const seen = (others.length < ENOUGH ? known : others).map(({ actuals }) => actuals[condition.place] as Actual);
    return planCurves(condition, seen, companies.asOf);
  });
  return plans
    .filter((some) => some.length > 0)
    .slice(0, MOST_CURVES)
    .flat();
}

/** Companies at equal steps, each judged by every criterion. */
function sampleOf(companies: StandingStill, conditions: readonly Condition[]) {
  const { features, asOf } = companies;
  const size = Math.min(SAMPLE, companies.companies);
  return Array.from({ length: size }, (_, index) => {
    const values = companies.valuesAt(Math.floor((index * companies.companies) / size));
    const known = features.map((feature, place) => actualOf(feature, place, values, asOf));
    const actuals = conditions.map(({ term }) => known[term.feature] as Actual);
    return { actuals, outcomes: conditions.map(({ term }, place) => outcomeOf(term, actuals[place] as Actual)) };
  });
}

function criterionAudience(
  { place, criterion }: Condition,
  { termOf, histograms }: AudienceQuestion,
  tally: AudienceTally,
  plans: readonly CurvePlan[],
): CriterionAudience {
  const first = termOf.indexOf(termOf[place] as number);
  const index = histograms.findIndex((one) => one.criterion === place);
  return {
    ...{ place, criterion },
    sameAs: first === place ? null : first,
    failed: tally.failed[place] as number,
    unknown: tally.unknown[place] as number,
    refusedByItAlone: tally.refusedByItAlone[place] as number,
    gainedWithout: tally.gained[place] as number,
    after: resultAfter(place, tally),
    curves: plans
      .filter((plan) => plan.criterion === place)
      .map((plan) => curveOf(plan, histograms[index] as HistogramCuts, tally.histograms[index] as number[])),
  };
}

/** Before the first criterion everybody is eligible. */
function resultAfter(place: number, { companies, eligibleAfter, openAfter }: AudienceTally) {
  const [eligible, open] = [eligibleAfter[place] ?? companies, openAfter[place] ?? companies];
  return { eligible, unknown: open - eligible, refused: companies - open };
}
