import { latestStart } from "./ages.ts";
import { isWithin, meet } from "./bits.ts";
import type { Bits } from "./bits.ts";
import type { FeatureSpec } from "./features.ts";
import { suitedBy } from "./improve-products.ts";
import type { Demands, Ends, PreparedProducts } from "./improve-products.ts";
import { reachOf } from "./improve-reach.ts";
import type { Reach, ReachRule } from "./improve-reach.ts";
import { monthsAfter } from "./improve-when.ts";
import { actualOf, labelsIn } from "./judge.ts";
import type { Actual } from "./judge.ts";
import { encodeCompany, FIRST_DAY } from "./values.ts";
import type { Cell, CompanyValues, SetCell } from "./values.ts";

/** What is hoped of a fact that is unknown: a closed range, null is open; one of these labels; none of them. */
export type Assumed =
  | { readonly kind: "range"; readonly min: bigint | null; readonly max: bigint | null }
  | { readonly kind: "one of" | "none of"; readonly labels: readonly string[] };

/** One feature of a company brought to one target. */
export interface Change {
  readonly feature: string;
  /** `wait`: an age. `become`: another label. `gain`, `lose`: a label of a set. `attest`: what is unknown becomes known. */
  readonly kind: "raise" | "lower" | "wait" | "become" | "gain" | "lose" | "attest";
  /** A number, whole months, a label, of a set the labels that hold; null while unknown or no label of the list. */
  readonly from: bigint | string | readonly string[] | null;
  /** The like. Attested of a set: the labels that turn out not to hold. */
  readonly to: bigint | string | readonly string[];
  /** Units, months, or steps of an ordered scale; null where nothing is measured. */
  readonly distance: bigint | null;
  /** Of `attest`: every value that suits at least the products which `to` suits; else null. */
  readonly assumed: Assumed | null;
  readonly reach: Reach;
  /** Of an age, when it will be so: unix seconds; else null. */
  readonly at: bigint | null;
}

/** Changes of one feature, and what comes of them. */
export interface Move {
  readonly changes: readonly Change[];
  /** The feature then. */
  readonly actual: Actual;
  /** Products that it then suits. */
  readonly suits: Bits;
  /** Thresholds passed, steps of a scale, labels: what one move is compared with another by. */
  readonly effort: number;
}

/** What limits moves. */
export interface Limits {
  /** By feature. */
  readonly rules: Readonly<Record<string, ReachRule>>;
  /**
   * What the asker may not see, by feature: bits of labels of a set, all bits (-1) of anything else. It may be known and
   * attested, so that no advice is given about it.
   */
  readonly withheld: ReadonlyMap<string, number>;
}

/** What moves of one feature are made from. */
interface Subject {
  readonly prepared: PreparedProducts<unknown>;
  readonly feature: FeatureSpec;
  readonly demands: Demands;
  readonly actual: Actual;
  /** Of an age, unix seconds from which it counts. */
  readonly start: number;
  /** Unix seconds. */
  readonly asOf: bigint;
  /** Products for which moves are made. */
  readonly wanted: Bits;
  readonly rules: Limits["rules"];
  /** Bits of labels, see `Limits`. */
  readonly withheld: number;
}

/** No more changes than these together. */
export const MOST_CHANGES = 3;

/**
 * Every move of one feature that suits a product which is wanted, of `MOST_CHANGES` changes at most, the nearest first.
 * @param place of the feature. @param asOf unix seconds, for ages
 * @param wanted products that the feature does not suit as it is, and that could be had
 */
export function movesOf(
  prepared: PreparedProducts<unknown>,
  place: number,
  values: CompanyValues,
  asOf: bigint,
  limits: Limits,
  wanted: Bits,
): Move[] {
  const [feature, demands] = [prepared.features[place] as FeatureSpec, prepared.demands[place] as Demands];
  const [actual, start] = [actualOf(feature, place, values, asOf), values.raw[place] as number];
  const withheld = limits.withheld.get(feature.id) ?? 0;
  if (actual === null && withheld !== 0) return [];
  const subject = { prepared, feature, demands, actual, start, asOf, wanted, rules: limits.rules, withheld };
  return allMoves(subject).filter(({ suits }) => meet(suits, wanted));
}

function allMoves(subject: Subject): Move[] {
  switch (subject.feature.kind) {
    case "number":
    case "age":
      return numberMoves(subject);
    case "label":
      return labelMoves(subject);
    case "set":
      return setMoves(subject);
  }
}

/** The company's values after changes; an age as though it had begun earlier. @param asOf unix seconds */
export function applyMoves(
  features: readonly FeatureSpec[],
  values: CompanyValues,
  moves: readonly { readonly place: number; readonly actual: Actual }[],
  asOf: bigint,
): CompanyValues {
  const [raw, wide] = [values.raw.slice(), new Map(values.wide)];
  for (const { place, actual } of moves) {
    const feature = features[place] as FeatureSpec;
    const one = encodeCompany([feature], [cellOf(feature, actual, asOf)]);
    raw[place] = one.raw[0] as number;
    const exact = one.wide.get(0);
    if (exact === undefined) wide.delete(place);
    else wide.set(place, exact);
  }
  return { raw, wide };
}

function cellOf({ kind, labels }: FeatureSpec, actual: Actual, asOf: bigint): Cell {
  if (kind === "age") return latestStart(actual as bigint, asOf);
  return kind === "label" ? (labels[actual as number] as string) : actual;
}

function moveOf({ prepared, demands }: Subject, changes: readonly Change[], actual: Actual, effort: number): Move {
  return { changes, actual, suits: suitedBy(prepared, demands, actual), effort };
}

function numberMoves(subject: Subject): Move[] {
  const { feature, rules } = subject;
  const [mins, maxes] = wantedEnds(subject);
  const actual = subject.actual as bigint | null;
  if (actual === null) return attestedNumbers(subject);
  const only = rules[feature.id]?.only;
  const up = only === "down" ? [] : mins.filter((min) => min > actual && canBe(subject, min));
  const down = feature.kind === "age" || only === "up" ? [] : maxes.filter((max) => max < actual).toReversed();
  const moves = (targets: readonly bigint[], kind: Change["kind"]) =>
    targets.map((to, passed) => {
      const distance = to > actual ? to - actual : actual - to;
      const reach = reachOf(rules, feature.id, actual, distance);
      const at = kind === "wait" ? monthsAfter(BigInt(subject.start), to) : null;
      const change = { feature: feature.id, kind, from: actual, to, distance, reach, at, assumed: null };
      return moveOf(subject, [change], to, passed + 1);
    });
  return [...moves(up, feature.kind === "age" ? "wait" : "raise"), ...moves(down, "lower")];
}

/** Ends of the ranges of wanted products, ascending: the best values lie on them. */
function wantedEnds({ demands, wanted }: Subject): [bigint[], bigint[]] {
  const some = ({ values, at }: Ends) => values.filter((_, place) => meet(at[place] as Bits, wanted));
  return [some(demands.mins), some(demands.maxes)];
}

/** Any number; of an age, whole months from a day that a calendar has. */
function canBe({ feature, asOf }: Subject, value: bigint): boolean {
  return feature.kind !== "age" || (value >= 0n && latestStart(value, asOf) >= Number(FIRST_DAY));
}

/** What is unknown may turn out to be any threshold; the fewer it passes, the less is asked of it. */
function attestedNumbers(subject: Subject): Move[] {
  const { feature, rules } = subject;
  const [mins, maxes] = wantedEnds(subject);
  const how = attested(rules, feature);
  const targets = [...new Set([...mins, ...maxes])].filter((to) => canBe(subject, to));
  return targets
    .map((to) => {
      const change = {
        feature: feature.id,
        kind: "attest",
        from: null,
        to,
        assumed: {
          kind: "range",
          min: mins.findLast((min) => min <= to) ?? null,
          max: maxes.find((max) => max >= to) ?? null,
        },
        ...how,
      } as const;
      const passed = mins.filter((min) => min <= to).length + maxes.filter((max) => max >= to).length;
      return moveOf(subject, [change], to, passed);
    })
    .sort((a, b) => a.effort - b.effort);
}

/** Of a feature that nobody but the scorecard states, only the scorecard can. */
function attested(
  rules: Readonly<Record<string, ReachRule>>,
  { id }: FeatureSpec,
): Pick<Change, "distance" | "reach" | "at"> {
  return { distance: null, at: null, reach: rules[id]?.by === "score" ? "score" : "attested" };
}

function labelMoves(subject: Subject): Move[] {
  const { feature, rules } = subject;
  const { id, labels, ordered } = feature;
  const actual = subject.actual as number | null;
  const listed = actual !== null && actual < labels.length ? actual : null;
  const suits = labels.map((_, place) => suitedBy(subject.prepared, subject.demands, place));
  const moves = labels.flatMap((to, place) => {
    if (place === actual || (ordered && listed !== null && isHarm(rules[id], place > listed))) return [];
    const from = listed === null ? null : (labels[listed] as string);
    const steps = ordered && listed !== null ? Math.abs(place - listed) : null;
    const distance = steps === null ? null : BigInt(steps);
    const how =
      actual === null
        ? ({ kind: "attest", assumed: asGoodAs(subject, suits, place), ...attested(rules, feature) } as const)
        : ({ kind: "become", assumed: null, distance, reach: reachOf(rules, id, null, distance), at: null } as const);
    return [moveOf(subject, [{ feature: id, from, to, ...how }], place, steps ?? 1)];
  });
  return moves.sort((a, b) => a.effort - b.effort);
}

/** Whether a direction is no advice. */
function isHarm(rule: ReachRule | undefined, isUp: boolean): boolean {
  return rule?.only === (isUp ? "down" : "up");
}

/** Labels that suit every wanted product which one label suits. @param suits by place of the label */
function asGoodAs({ feature, wanted }: Subject, suits: readonly Bits[], place: number): Assumed {
  const labels = feature.labels.filter((_, other) => isWithin(suits[place] as Bits, suits[other] as Bits, wanted));
  return { kind: "one of", labels };
}

/** What can be done to a set: `gain` and `lose` have one bit, `attest` all that turn out not to hold. */
interface SetAction {
  readonly kind: "gain" | "lose" | "attest";
  readonly mask: number;
}

function setMoves(subject: Subject): Move[] {
  const actual = subject.actual as SetCell;
  return combinations(setActions(subject), MOST_CHANGES).map((actions) => {
    const changes = actions.map((action) => setChange(subject, action));
    return moveOf(subject, changes, acted(actual, actions), changes.length);
  });
}

function setActions({ demands, feature, actual, wanted: products, rules, withheld }: Subject): SetAction[] {
  const { holds, unknown } = actual as SetCell;
  const [wanted, unwanted] = [maskOf(demands, "any of", products), maskOf(demands, "none of", products)];
  const [open, only] = [unknown & unwanted & ~withheld, rules[feature.id]?.only];
  const bits = (mask: number) => feature.labels.map((_, place) => 1 << place).filter((bit) => (bit & mask) !== 0);
  return [
    ...(open === 0 ? [] : [{ kind: "attest", mask: open } as const]),
    ...(only === "up" ? [] : bits(unwanted & holds).map((mask) => ({ kind: "lose", mask }) as const)),
    ...(only === "down" ? [] : bits(wanted & ~holds & ~withheld).map((mask) => ({ kind: "gain", mask }) as const)),
  ];
}

/** Labels that some products ask about. */
function maskOf({ terms }: Demands, kind: "any of" | "none of", by: Bits): number {
  const asked = terms.filter(({ products }) => meet(products, by));
  return asked.reduce((mask, { term }) => (term.kind === kind ? mask | term.mask : mask), 0);
}

function setChange({ feature, actual, rules }: Subject, { kind, mask }: SetAction): Change {
  const from = labelsIn(feature, (actual as SetCell).holds);
  const labels = labelsIn(feature, mask);
  if (kind === "attest") {
    const assumed = { kind: "none of", labels } as const;
    return { feature: feature.id, kind, from, to: labels, assumed, ...attested(rules, feature) };
  }
  const reach = reachOf(rules, feature.id, null, null);
  return { feature: feature.id, kind, from, to: labels[0] as string, distance: null, assumed: null, reach, at: null };
}

function acted({ holds, unknown }: SetCell, actions: readonly SetAction[]): SetCell {
  const mask = (kind: SetAction["kind"]) => actions.reduce((all, one) => (one.kind === kind ? all | one.mask : all), 0);
  const gained = mask("gain");
  return { holds: (holds | gained) & ~mask("lose"), unknown: unknown & ~gained & ~mask("attest") };
}

/** Every choice of one to `most` of them, in their order. */
function combinations<T>(items: readonly T[], most: number): T[][] {
  if (most === 0) return [];
  return items.flatMap((item, place) => {
    const rest = combinations(items.slice(place + 1), most - 1);
    return [[item], ...rest.map((others) => [item, ...others])];
  });
}
