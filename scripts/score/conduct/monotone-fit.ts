import { CholeskyDecomposition, Matrix } from "ml-matrix";

/** Observations of 0/1 steps: for each, the indices of the steps that it has taken, ascending. */
export interface StepDesign {
  readonly taken: readonly Int32Array[];
  /** Whether the observation is a good one. */
  readonly good: readonly boolean[];
  /** What each observation counts. */
  readonly weight: number;
  readonly steps: number;
}

export interface StepFit {
  /** What each step adds to the log odds of being good; never negative. */
  readonly gains: Float64Array;
  readonly intercept: number;
}

const MOST_ROUNDS = 60;
const MOST_HALVINGS = 30;
const TOLERANCE = 1e-9;

/**
 * Ridge logistic regression whose coefficients may not be negative, by projected Newton steps (Bertsekas 1982): the most
 * likely gains, less half the ridge times their squares. Since a step that is taken is never a loss, points rise with each bin.
 * The intercept is neither bounded nor drawn to 0.
 */
export function fitMonotone(design: StepDesign, ridge: number): StepFit {
  let at = new Float64Array(design.steps + 1);
  let loss = lossAt(design, ridge, at);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const next = descend(design, ridge, at, loss);
    const improved = loss - next.loss;
    if (!(improved > 0)) break;
    ({ at, loss } = next);
    if (improved < TOLERANCE * Math.abs(loss)) break;
  }
  return { gains: at.slice(0, design.steps), intercept: at[design.steps] as number };
}

/** The first point along the projected Newton direction, halved until it is better; the same point when none is. */
function descend(design: StepDesign, ridge: number, from: Float64Array<ArrayBuffer>, loss: number) {
  const direction = newtonDirection(design, ridge, from);
  for (let halving = 0; halving < MOST_HALVINGS; halving++) {
    const at = from.map((value, index) => {
      const moved = value - (direction[index] as number) / 2 ** halving;
      return index === design.steps ? moved : Math.max(0, moved);
    });
    const found = lossAt(design, ridge, at);
    if (found < loss) return { at, loss: found };
  }
  return { at: from, loss };
}

/** Newton's direction among the coefficients that are not held at 0; 0 for those that are. */
function newtonDirection(design: StepDesign, ridge: number, at: Float64Array): Float64Array {
  const { gradient, curvature } = derivatives(design, ridge, at);
  const free = [...at.keys()].filter((j) => j === design.steps || (at[j] as number) > 0 || (gradient[j] as number) < 0);
  const system = new Matrix(
    free.map((row) => free.map((column) => (curvature[row] as Float64Array)[column] as number)),
  );
  const right = Matrix.columnVector(free.map((row) => gradient[row] as number));
  const solved = new CholeskyDecomposition(system).solve(right);
  const direction = new Float64Array(at.length);
  for (const [place, index] of free.entries()) direction[index] = solved.get(place, 0);
  return direction;
}

function derivatives({ taken, good, weight, steps }: StepDesign, ridge: number, at: Float64Array) {
  const gradient = new Float64Array(steps + 1);
  const curvature = Array.from({ length: steps + 1 }, () => new Float64Array(steps + 1));
  for (const [row, indices] of taken.entries()) {
    const probability = 1 / (1 + Math.exp(-logOddsOf(indices, at)));
    const slope = weight * (probability - (good[row] ? 1 : 0));
    const bend = weight * probability * (1 - probability);
    const active = [...indices, steps];
    for (const a of active) {
      (gradient[a] as number) += slope;
      const line = curvature[a] as Float64Array;
      for (const b of active) (line[b] as number) += bend;
    }
  }
  for (let j = 0; j < steps; j++) {
    (gradient[j] as number) += ridge * (at[j] as number);
    ((curvature[j] as Float64Array)[j] as number) += ridge;
  }
  // Keeps the system solvable when every probability has reached 0 or 1.
  ((curvature[steps] as Float64Array)[steps] as number) += 1e-9;
  return { gradient, curvature };
}

function lossAt({ taken, good, weight, steps }: StepDesign, ridge: number, at: Float64Array): number {
  let loss = 0;
  for (const [row, indices] of taken.entries()) loss += weight * logLoss(logOddsOf(indices, at), good[row] === true);
  for (let j = 0; j < steps; j++) loss += (ridge / 2) * (at[j] as number) ** 2;
  return loss;
}

/** @param coefficients the steps' gains and, last, the intercept */
function logOddsOf(indices: Int32Array, coefficients: Float64Array): number {
  let sum = coefficients[coefficients.length - 1] as number;
  for (const index of indices) sum += coefficients[index] as number;
  return sum;
}

/** Minus the log likelihood of an outcome at log odds of good, without overflow. */
export function logLoss(logOdds: number, good: boolean): number {
  const against = good ? -logOdds : logOdds;
  return against > 0 ? against + Math.log1p(Math.exp(-against)) : Math.log1p(Math.exp(against));
}
