import type { SetTerm } from "./terms.ts";

/** Sets of more labels have more states than a table should. */
export const MOST_STATE_LABELS = 8;
const STATES = 2 ** (2 * MOST_STATE_LABELS);
const MOST_BUCKETS = 256;
/** How a term comes out; see `term-judge.ts`. */
type SetOutcome = 0 | 1 | 2;

type SetCriterion = Pick<SetTerm, "kind" | "mask">;

/** States of a set that some terms do not tell apart share a bucket. */
export interface StateBuckets {
  /** By state, in memory that threads share: the bits of the labels that hold, and above them of those that are unknown. */
  readonly bucketOf: Uint8Array;
  readonly buckets: number;
}

const statesByLabels = new Map<number, Uint16Array>();

/** The states that a set can be in, one by one: no label holds and is unknown. */
export function statesOf(labels: number): Uint16Array {
  const known = statesByLabels.get(labels);
  if (known !== undefined) return known;
  const states: number[] = [];
  for (let unknown = 0; unknown < 2 ** labels; unknown++) {
    for (let holds = 0; holds < 2 ** labels; holds++) {
      if ((holds & unknown) === 0) states.push(holds | (unknown << MOST_STATE_LABELS));
    }
  }
  const all = Uint16Array.from(states);
  statesByLabels.set(labels, all);
  return all;
}

export function outcomeOfState({ kind, mask }: SetCriterion, state: number): SetOutcome {
  if ((state & mask) !== 0) return kind === "any of" ? 0 : 1;
  if (((state >>> MOST_STATE_LABELS) & mask) !== 0) return 2;
  return kind === "any of" ? 1 : 0;
}

/**
 * Terms on one set in as few groups as fit a byte each; a term is judged in one of them.
 * @returns undefined where that takes more groups than `most`
 */
export function stateBucketsOf(
  labels: number,
  terms: readonly SetCriterion[],
  most: number,
): StateBuckets[] | undefined {
  const states = statesOf(labels);
  const groups: Refinement[] = [];
  for (const term of terms) {
    for (let place = 0; ; place++) {
      if (place === most) return undefined;
      const refined = refine(groups[place] ?? { bucketOf: new Uint8Array(states.length), buckets: 1 }, states, term);
      if (refined === undefined) continue;
      groups[place] = refined;
      break;
    }
  }
  return groups.map(({ bucketOf, buckets }) => {
    const table = new Uint8Array(new SharedArrayBuffer(STATES));
    for (let place = 0; place < states.length; place++) table[states[place] as number] = bucketOf[place] as number;
    return { bucketOf: table, buckets };
  });
}

/** Buckets by the place of a state. */
interface Refinement {
  readonly bucketOf: Uint8Array;
  readonly buckets: number;
}

/** Splits buckets by how one more term comes out; undefined when a byte does not hold them. */
function refine({ bucketOf, buckets }: Refinement, states: Uint16Array, term: SetCriterion): Refinement | undefined {
  const split = new Int16Array(3 * buckets).fill(-1);
  const refined = new Uint8Array(states.length);
  let count = 0;
  for (let place = 0; place < states.length; place++) {
    const key = (bucketOf[place] as number) * 3 + outcomeOfState(term, states[place] as number);
    if (split[key] === -1) {
      if (count === MOST_BUCKETS) return undefined;
      split[key] = count++;
    }
    refined[place] = split[key] as number;
  }
  return { bucketOf: refined, buckets: count };
}

type OutcomesByBucket = readonly (SetOutcome | null)[];

/** By the table of a dimension's buckets and by term: many products ask the same of a set, and each is held against all. */
const known = new WeakMap<Uint8Array, Map<string, OutcomesByBucket>>();

/** By bucket: how a term comes out for all of its states, null where it does not come out alike. */
export function outcomesByState(labels: number, buckets: StateBuckets, term: SetCriterion): OutcomesByBucket {
  const byTerm = known.get(buckets.bucketOf) ?? new Map<string, OutcomesByBucket>();
  known.set(buckets.bucketOf, byTerm);
  const name = nameOf(term);
  const outcomes = byTerm.get(name) ?? judgeStates(labels, buckets, term);
  byTerm.set(name, outcomes);
  return outcomes;
}

function nameOf({ kind, mask }: SetCriterion): string {
  return `${kind} ${mask}`;
}

/** Whether a term comes out alike for all states of each bucket. */
export function tellsApart(labels: number, { bucketOf, buckets }: StateBuckets, term: SetCriterion): boolean {
  const outcomes = known.get(bucketOf)?.get(nameOf(term));
  if (outcomes !== undefined) return !outcomes.includes(null);
  const found = new Int8Array(buckets).fill(-1);
  const states = statesOf(labels);
  for (let place = 0; place < states.length; place++) {
    const state = states[place] as number;
    const [bucket, outcome] = [bucketOf[state] as number, outcomeOfState(term, state)];
    if (found[bucket] === -1) found[bucket] = outcome;
    else if (found[bucket] !== outcome) return false;
  }
  return true;
}

function judgeStates(labels: number, { bucketOf, buckets }: StateBuckets, term: SetCriterion): OutcomesByBucket {
  const found = new Uint8Array(buckets);
  const states = statesOf(labels);
  for (let place = 0; place < states.length; place++) {
    const state = states[place] as number;
    const bucket = bucketOf[state] as number;
    found[bucket] = (found[bucket] as number) | (1 << outcomeOfState(term, state));
  }
  return Array.from(found, (outcomes) => OUTCOME_BY_BIT[outcomes] ?? null);
}

/** Where there is one alone. */
const OUTCOME_BY_BIT: Readonly<Record<number, SetOutcome>> = { 1: 0, 2: 1, 4: 2 };
