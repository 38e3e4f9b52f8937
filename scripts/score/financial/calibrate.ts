import { Matrix, solve } from "ml-matrix";

/** Log odds that hold = `shift` + `stretch` x log odds that were predicted. */
export interface Calibration {
  readonly shift: number;
  readonly stretch: number;
}

const STEPS = 25;
const CLOSE_ENOUGH = 1e-10;

/**
 * Logistic regression of "good" on predicted log odds, by Newton's method (Platt scaling without priors).
 * @param logOdds by row, from models that have not seen the row
 */
export function calibrate(bad: Uint8Array, rows: Int32Array, logOdds: Float64Array): Calibration {
  const design = new Matrix(Array.from(rows, (row) => [1, logOdds[row]!]));
  const turned = design.transpose();
  const answer = Matrix.columnVector([0, 1]);
  for (let step = 0; step < STEPS; step++) {
    const good = Matrix.zeros(rows.length, 1).sub(design.mmul(answer)).exp().add(1).pow(-1);
    const missed = Matrix.columnVector(Array.from(rows, (row) => 1 - bad[row]!)).sub(good);
    const curvature = Matrix.sub(good, Matrix.mul(good, good)).to1DArray();
    const move = solve(turned.mmul(design.clone().mulColumnVector(curvature)), turned.mmul(missed));
    answer.add(move);
    if (move.norm() < CLOSE_ENOUGH) break;
  }
  return { shift: answer.get(0, 0), stretch: answer.get(1, 0) };
}
