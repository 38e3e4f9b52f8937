import type { Characteristic, Scorecard, ScorePart } from "../../../catalogue/scorecard/types.ts";
import { merged } from "../financial/merge.ts";
import type { PartOfCard, Unweighted } from "./administrative.ts";

/** How an estimated card goes into the platform's. */
export interface Damping {
  /** What its points are multiplied by, between 0 and 1. */
  readonly factor: number;
  /** How many of its characteristics are taken, those with the largest weights: each costs gas. */
  readonly most: number;
}

/**
 * The weightiest characteristics of an estimated card, with every outcome's points damped: those of cells, of the unknown and
 * of the withheld alike, so that what was worst stays worst. Bins that damping makes equal are merged.
 *
 * The trainers centre each characteristic on the companies it was trained on: their average company has 0 points in each.
 * So neither damping nor leaving out moves the level of the score.
 */
export function estimatedPart(card: Scorecard, part: ScorePart, { factor, most }: Damping): PartOfCard {
  const damped = (points: number) => awayFromZero(points * factor);
  const prefixed = (id: string) => `${part}_${id}`;
  const taken = weightiest(card.characteristics, most);
  const read = new Set(taken.flatMap(({ axes }) => axes.map(({ input }) => input)));
  return {
    inputs: card.inputs.filter(({ id }) => read.has(id)).map((input) => ({ ...input, id: prefixed(input.id) })),
    characteristics: taken.map(({ weightBps: _, axes, ...characteristic }): Unweighted => {
      const grid = merged({ axes: axes.map(({ cuts }) => cuts), cells: characteristic.cells.map(damped) });
      return {
        ...characteristic,
        ...{ id: prefixed(characteristic.id), part, basis: "estimated" },
        axes: axes.map(({ input }, index) => ({ input: prefixed(input), cuts: [...(grid.axes[index] ?? [])] })),
        unknownPoints: damped(characteristic.unknownPoints),
        withheldPoints: damped(characteristic.withheldPoints),
        cells: grid.cells,
      };
    }),
  };
}

/** The nearest whole number, of two the one further from 0: rounding up would lift every second odd number of points. */
function awayFromZero(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value)) || 0;
}

/** The characteristics with the largest weights, in the order of the card; the first of equals. */
function weightiest(characteristics: readonly Characteristic[], most: number): Characteristic[] {
  const byWeight = [...characteristics.keys()].sort(
    (a, b) => (characteristics[b]?.weightBps ?? 0) - (characteristics[a]?.weightBps ?? 0) || a - b,
  );
  const taken = new Set(byWeight.slice(0, most));
  return characteristics.filter((_, index) => taken.has(index));
}
