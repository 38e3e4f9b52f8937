import { fitMonotone, type StepDesign } from "./monotone-fit.ts";
import { inputAt, levelOf, quantileCuts, type Sighting } from "./steps.ts";
import type { Panel } from "./panel.ts";

/** Candidates in steps above their worst bins, for some sightings. */
export interface Levels {
  readonly sightings: readonly Sighting[];
  /** By candidate. */
  readonly cuts: readonly (readonly number[])[];
  /** By candidate and sighting. */
  readonly levels: readonly Uint8Array[];
}

/** What a fit says: for each chosen candidate the log odds of being good that each level adds to the worst one's. */
export interface StepModel {
  /** Indices of candidates, ascending. */
  readonly chosen: readonly number[];
  readonly cuts: readonly (readonly number[])[];
  /** By chosen candidate and level; the first is 0. */
  readonly logOdds: readonly (readonly number[])[];
  readonly intercept: number;
}

export function levelsOf(panel: Panel, sightings: readonly Sighting[], bins: number): Levels {
  const cuts = panel.candidates.map((_, candidate) => quantileCuts(panel, sightings, candidate, bins));
  const levels = panel.candidates.map(({ better }, candidate) =>
    Uint8Array.from(sightings, (sighting) =>
      levelOf(inputAt(panel, sighting, candidate), cuts[candidate] as readonly number[], better),
    ),
  );
  return { sightings, cuts, levels };
}

/** @param rows indices of the sightings to learn from; each counts `weight` */
export function fitModel(
  panel: Panel,
  levels: Levels,
  rows: readonly number[],
  chosen: readonly number[],
  ridge: number,
  weight: number,
): StepModel {
  const cuts = chosen.map((candidate) => levels.cuts[candidate] as readonly number[]);
  const design: StepDesign = {
    taken: rows.map((row) => stepsTaken(levels, row, chosen)),
    good: rows.map((row) => panel.firms[(levels.sightings[row] as Sighting).firm]?.bad === false),
    weight,
    steps: cuts.reduce((sum, { length }) => sum + length, 0),
  };
  const { gains, intercept } = fitMonotone(design, ridge);
  let first = 0;
  const logOdds = cuts.map(({ length }) => {
    const sums = [0];
    for (const gain of gains.subarray(first, first + length)) sums.push((sums.at(-1) as number) + gain);
    first += length;
    return sums;
  });
  return { chosen, cuts, logOdds, intercept };
}

function stepsTaken({ cuts, levels }: Levels, row: number, chosen: readonly number[]): Int32Array {
  const taken: number[] = [];
  let first = 0;
  for (const candidate of chosen) {
    const level = levels[candidate]?.[row] ?? 0;
    for (let step = 0; step < level; step++) taken.push(first + step);
    first += cuts[candidate]?.length ?? 0;
  }
  return Int32Array.from(taken);
}

/** Log odds of being good that a model gives a sighting. */
export function logOddsAt({ chosen, logOdds, intercept }: StepModel, { levels }: Levels, row: number): number {
  return chosen.reduce((sum, candidate, place) => {
    return sum + (logOdds[place]?.[levels[candidate]?.[row] ?? 0] as number);
  }, intercept);
}

/** Spread of what each chosen candidate adds, among the given sightings: standard deviations in log odds. */
export function spreadsOf({ chosen, logOdds }: StepModel, { levels }: Levels, rows: readonly number[]): number[] {
  return chosen.map((candidate, place) => {
    const added = rows.map((row) => logOdds[place]?.[levels[candidate]?.[row] ?? 0] as number);
    const mean = added.reduce((sum, value) => sum + value, 0) / added.length;
    return Math.sqrt(added.reduce((sum, value) => sum + (value - mean) ** 2, 0) / added.length);
  });
}
