import { Matrix, solve } from "ml-matrix";

import { probabilityAt, type Outcome } from "../metrics.ts";
import { SCALE } from "./scale.ts";

/**
 * Logistic regression of the outcome on the log odds that the scale reads off a total. A slope of 1 and an intercept of 0 are
 * perfect; a slope below 1 says that the totals are more extreme than the outcomes. Newton's method.
 */
export function calibrationLine(outcomes: readonly Outcome[]): { slope: number; intercept: number } {
  const rows = outcomes.map(({ score, bad }) => {
    const probability = probabilityAt(score, SCALE);
    return { logOdds: Math.log((1 - probability) / probability), good: bad ? 0 : 1 };
  });
  let at = { slope: 1, intercept: 0 };
  for (let round = 0; round < 25; round++) at = newtonStep(rows, at);
  return at;
}

function newtonStep(rows: readonly { logOdds: number; good: number }[], at: { slope: number; intercept: number }) {
  const gradient = [0, 0];
  // A little ridge keeps the system solvable where the totals part good from bad without error.
  const curvature = [
    [1e-6, 0],
    [0, 1e-6],
  ];
  for (const { logOdds, good } of rows) {
    const probability = 1 / (1 + Math.exp(-(at.intercept + at.slope * logOdds)));
    const terms = [logOdds, 1];
    for (const [a, left] of terms.entries()) {
      (gradient[a] as number) += left * (probability - good);
      for (const [b, right] of terms.entries()) {
        ((curvature[a] as number[])[b] as number) += left * right * probability * (1 - probability);
      }
    }
  }
  const move = solve(new Matrix(curvature), Matrix.columnVector(gradient));
  return { slope: at.slope - move.get(0, 0), intercept: at.intercept - move.get(1, 0) };
}
