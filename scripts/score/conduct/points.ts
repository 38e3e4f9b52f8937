import { compileScorecard } from "../../../catalogue/scorecard/compile.ts";
import { scoreInputs } from "../../../catalogue/scorecard/evaluate.ts";
import type { Characteristic, Scorecard } from "../../../catalogue/scorecard/types.ts";
import { probabilityAt } from "../metrics.ts";
import type { Candidate } from "./candidates.ts";
import type { Panel } from "./panel.ts";
import { emptyCard, POINTS_PER_LOG_ODDS, SCALE } from "./scale.ts";
import type { StepModel } from "./step-model.ts";
import { inputAt, levelOf, type Sighting } from "./steps.ts";

/**
 * A fitted model as a scorecard of whole points. Each characteristic's points have a mean of about 0 among the sightings, bins of
 * equal points are one, characteristics without any difference are left out, and `basePoints` is such that the expected
 * defaults of the sightings are as many as the observed ones.
 */
export function pointsCard(panel: Panel, model: StepModel, sightings: readonly Sighting[]): Scorecard {
  const characteristics = model.chosen.flatMap((candidate, place) => {
    const made = characteristicOf(panel, model, place, sightings);
    return made.cells.every((points) => points === made.cells[0]) ? [] : [{ candidate, made }];
  });
  const card: Scorecard = {
    ...emptyCard(),
    inputs: characteristics.map(({ candidate }) => (panel.candidates[candidate] as Candidate).input),
    characteristics: evenWeights(characteristics.map(({ made }) => made)),
  };
  return { ...card, basePoints: calibratedBase(panel, card, sightings) };
}

/** The total of a sighting by the evaluator that the API runs and the chain agrees with. */
export function scorerOf(panel: Panel, card: Scorecard): (sighting: Sighting) => number {
  const score = evaluatorOf(panel, card);
  return (sighting) => score(sighting).total;
}

/** All that the evaluator says of a sighting. */
export function evaluatorOf(panel: Panel, card: Scorecard) {
  const compiled = compileScorecard(panel.catalogue, card);
  const candidates = card.inputs.map(({ id }) => panel.candidates.findIndex(({ input }) => input.id === id));
  return (sighting: Sighting) =>
    scoreInputs(
      compiled,
      candidates.map((candidate) => inputAt(panel, sighting, candidate)),
    );
}

function characteristicOf(
  panel: Panel,
  model: StepModel,
  place: number,
  sightings: readonly Sighting[],
): Characteristic {
  const candidate = model.chosen[place] as number;
  const { input, better, adviceEn, adviceZh } = panel.candidates[candidate] as Candidate;
  const cuts = model.cuts[place] as readonly number[];
  const byLevel = (model.logOdds[place] as readonly number[]).map((logOdds) => logOdds * POINTS_PER_LOG_ODDS);
  const mean = meanOf(sightings.map((at) => byLevel[levelOf(inputAt(panel, at, candidate), cuts, better)] as number));
  const points = byLevel.map((value) => Math.round(value - mean));
  const ascending = better === "higher" ? points : points.toReversed();
  const kept = cuts.flatMap((cut, index) => (ascending[index] === ascending[index + 1] ? [] : [{ cut, index }]));
  const worst = points[0] as number;
  return {
    ...{ id: input.id, nameEn: input.nameEn, nameZh: input.nameZh },
    ...{ part: "conduct", basis: "estimated", adviceEn, adviceZh, weightBps: 0 },
    axes: [{ input: input.id, cuts: kept.map(({ cut }) => cut) }],
    unknownPoints: worst,
    withheldPoints: worst,
    cells: [worst, ascending[0] as number, ...kept.map(({ index }) => ascending[index + 1] as number)],
  };
}

/** Equal weights that come to 10000, until those of the finished card are known. */
function evenWeights(characteristics: readonly Characteristic[]): Characteristic[] {
  const shares = wholeShares(characteristics.map(() => 1));
  return characteristics.map((made, index) => ({ ...made, weightBps: shares[index] as number }));
}

/** Parts in basis points that come to 10000 exactly: the largest remainders are rounded up. */
export function wholeShares(parts: readonly number[]): number[] {
  const sum = parts.reduce((total, part) => total + part, 0);
  const exact = parts.map((part) => (part / sum) * 10_000);
  const shares = exact.map(Math.floor);
  const missing = 10_000 - shares.reduce((total, share) => total + share, 0);
  const byRemainder = [...exact.keys()].sort(
    (a, b) => ((exact[b] as number) % 1) - ((exact[a] as number) % 1) || a - b,
  );
  for (const index of byRemainder.slice(0, missing)) (shares[index] as number)++;
  return shares;
}

/** The whole number at which the scale expects as many defaults among the sightings as there were. */
function calibratedBase(panel: Panel, card: Scorecard, sightings: readonly Sighting[]): number {
  // Halfway up the range nothing is clamped, so that the sums of points can be read off the totals.
  const score = scorerOf(panel, { ...card, basePoints: MIDDLE });
  const sums = sightings.map((at) => score(at) - MIDDLE);
  const bads = sightings.filter(({ firm }) => panel.firms[firm]?.bad === true).length;
  const expected = (base: number) => sums.reduce((total, sum) => total + probabilityAt(base + sum, SCALE), 0);
  let [low, high] = [-1_000, 2_000];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (expected(middle) > bads) low = middle;
    else high = middle;
  }
  return expected(low) - bads < bads - expected(high) ? low : high;
}

const MIDDLE = 500;

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
