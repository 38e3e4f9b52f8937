import { mean } from "simple-statistics";

import type { Scorecard } from "../../../catalogue/scorecard/types.ts";
import { binsOf, sizeOf } from "./binning.ts";
import type { AdditiveModel, Part } from "./fit.ts";
import type { Sample } from "./inputs.ts";
import { type Grid, merged } from "./merge.ts";

/** Points of one or two ratios. */
export interface PointsPart {
  readonly axes: readonly { readonly ratio: number; readonly cuts: readonly number[] }[];
  /** Whole numbers, as in a scorecard's characteristic. */
  readonly cells: readonly number[];
}

/** The whole-number model: what a scorecard says, without words. */
export interface PointsModel {
  readonly basePoints: number;
  readonly parts: readonly PointsPart[];
}

export type Scale = Scorecard["scale"];

export const SCALE: Scale = { points: 600, odds: 20, pointsToDoubleOdds: 40 };

/**
 * Rounds a model to points on a scale. Each part is centred on the rows given, so that the base is the score of a company
 * of which nothing is remarkable; equal neighbours merge, and parts that say nothing go.
 */
export function roundToPoints(model: AdditiveModel, sample: Sample, rows: Int32Array, scale: Scale): PointsModel {
  const { shift, stretch } = model.calibration;
  const pointsPerLogOdds = scale.pointsToDoubleOdds / Math.LN2;
  let logOdds = shift + stretch * model.intercept;
  const parts = model.parts.map((part) => {
    const cells = cellsOf(part, sample);
    const centre = mean(Array.from(rows, (row) => part.cells[cells[row]!]!));
    logOdds += stretch * centre;
    const points = Array.from(part.cells, (value) => Math.round(pointsPerLogOdds * stretch * (value - centre)));
    return mergedPart(part, points);
  });
  return {
    basePoints: Math.round(scale.points + pointsPerLogOdds * (logOdds - Math.log(scale.odds))),
    parts: parts.filter(({ cells }) => cells.some((points) => points !== 0)),
  };
}

function mergedPart({ axes }: Part, points: readonly number[]): PointsPart {
  const grid: Grid = { axes: axes.map(({ cuts }) => cuts), cells: points };
  const { axes: cuts, cells } = merged(grid);
  return { axes: axes.map(({ ratio }, axis) => ({ ratio, cuts: cuts[axis]! })), cells };
}

/** Totals by row of the sample, not held to the scale's ends. */
export function totalsOf({ basePoints, parts }: PointsModel, sample: Sample): Int32Array {
  const totals = new Int32Array(sample.bad.length).fill(basePoints);
  for (const part of parts) {
    const cells = cellsOf(part, sample);
    for (let row = 0; row < totals.length; row++) totals[row]! += part.cells[cells[row]!]!;
  }
  return totals;
}

/** By row of the sample: which cell of the part it falls into. */
export function cellsOf({ axes }: Pick<PointsPart, "axes">, { inputs }: Sample): Uint16Array {
  const cells = new Uint16Array(inputs[0]!.length);
  for (const { ratio, cuts } of axes) {
    const bins = binsOf(inputs[ratio]!, cuts);
    for (let row = 0; row < cells.length; row++) cells[row] = cells[row]! * sizeOf(cuts) + bins[row]!;
  }
  return cells;
}
