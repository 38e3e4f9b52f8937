import { Matrix, solve } from "ml-matrix";
import { linearRegression } from "simple-statistics";
import { churnShareAt } from "../../catalogue/index.ts";
import type { ChurnCurve } from "../../catalogue/index.ts";

/** Part of the customers lost at a yearly rate, 0 to 1. */
export interface ChurnPoint {
  readonly rateBps: number;
  readonly share: number;
}

/** See `Churn` of the catalogue: 0 at the least rate, rising, never above 1. */
export type FittedCurve = Omit<ChurnCurve, "rating" | "upToDefaultBps">;

const STEPS = 50;
const CLOSE_ENOUGH = 1e-12;
const WHOLE_BPS = 10_000;

/**
 * Least squares by Gauss and Newton in the logarithms of both parameters, which keeps them above 0. Starts from the straight
 * line that `ln(-ln(1 - share))` would be over `ln(rate - minRateBps)`.
 * @throws RangeError with fewer than three points between nobody and everybody lost, or when the points are so far from any
 * such curve that the steps do not settle
 */
export function fitCurve(points: readonly ChurnPoint[], minRateBps: number): FittedCurve {
  const inner = points.filter(({ rateBps, share }) => rateBps > minRateBps && share > 0 && share < 1);
  if (inner.length < 3) throw new RangeError(`needs three rates with a share between 0 and 1, has ${inner.length}`);
  const [scale, shape] = settled(inner, minRateBps, startOf(inner, minRateBps));
  const curve = { scaleBps: rounded(Math.exp(scale), 1), shape: rounded(Math.exp(shape), 4) };
  return { ...curve, ...errorsOf(points, minRateBps, curve) };
}

/** Logarithms of scale and shape. */
type Parameters = readonly [number, number];

function settled(points: readonly ChurnPoint[], minRateBps: number, start: Parameters): Parameters {
  let [scale, shape] = start;
  for (let step = 0; step < STEPS; step++) {
    const [more, steeper] = newtonStep(points, minRateBps, [scale, shape]);
    scale += more;
    shape += steeper;
    if (Math.abs(more) + Math.abs(steeper) < CLOSE_ENOUGH) return [scale, shape];
  }
  throw new RangeError(`does not settle in ${STEPS} steps: the shares follow no rising curve`);
}

function startOf(points: readonly ChurnPoint[], minRateBps: number): Parameters {
  const { m, b } = linearRegression(
    points.map(({ rateBps, share }) => [Math.log(rateBps - minRateBps), Math.log(-Math.log(1 - share))]),
  );
  return [-b / m, Math.log(m)];
}

function newtonStep(points: readonly ChurnPoint[], minRateBps: number, [scale, shape]: Parameters): Parameters {
  const rows = points.map(({ rateBps, share }) => {
    const logarithm = Math.log(rateBps - minRateBps) - scale;
    const power = Math.exp(Math.exp(shape) * logarithm);
    const slope = Math.exp(-power) * power * Math.exp(shape);
    return { derivatives: [-slope, slope * logarithm], residual: share - (1 - Math.exp(-power)) };
  });
  const change = solve(
    new Matrix(rows.map(({ derivatives }) => derivatives)),
    Matrix.columnVector(rows.map(({ residual }) => residual)),
    true,
  );
  return [change.get(0, 0), change.get(1, 0)];
}

function errorsOf(points: readonly ChurnPoint[], minRateBps: number, curve: Pick<ChurnCurve, "scaleBps" | "shape">) {
  const errors = points.map(
    ({ rateBps, share }) => WHOLE_BPS * Math.abs(churnShareAt(rateBps, minRateBps, curve) - share),
  );
  const squares = errors.reduce((sum, error) => sum + error * error, 0);
  return {
    rates: points.length,
    rmsErrorBps: rounded(Math.sqrt(squares / points.length), 1),
    largestErrorBps: rounded(Math.max(...errors), 1),
  };
}

function rounded(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}
