import { MAX_TOTAL } from "../../../catalogue/scorecard/types.ts";
import type { Scorecard, ScorePart } from "../../../catalogue/scorecard/types.ts";
import type { PartOfCard } from "./administrative.ts";

/** What an estimated card gives to the platform's. */
export interface EstimatedPart extends PartOfCard {
  /** To take from the base points, so that the middle company of the training population changes nothing. */
  readonly centre: number;
  /** Total of that company on the estimated card. */
  readonly middleTotal: number;
}

/**
 * The characteristics of an estimated card, with every outcome's points damped: those of cells, of the unknown and of the
 * withheld alike, so that what was worst stays worst.
 * @param factor between 0 and 1
 */
export function estimatedPart(card: Scorecard, part: ScorePart, factor: number): EstimatedPart {
  const damped = (points: number) => Math.round(points * factor) || 0;
  const prefixed = (id: string) => `${part}_${id}`;
  const middleTotal = middleOf(card);
  return {
    inputs: card.inputs.map((input) => ({ ...input, id: prefixed(input.id) })),
    characteristics: card.characteristics.map(({ weightBps: _, ...characteristic }) => ({
      ...characteristic,
      ...{ id: prefixed(characteristic.id), part, basis: "estimated" },
      axes: characteristic.axes.map(({ input, cuts }) => ({ input: prefixed(input), cuts })),
      unknownPoints: damped(characteristic.unknownPoints),
      withheldPoints: damped(characteristic.withheldPoints),
      cells: characteristic.cells.map(damped),
    })),
    centre: damped(middleTotal - card.basePoints),
    middleTotal,
  };
}

/**
 * Total of the middle company of those that stand behind the grades; even spread within a grade is assumed.
 * @throws RangeError when none does.
 */
export function middleOf({ family, grades }: Pick<Scorecard, "family" | "grades">): number {
  const all = grades.reduce((sum, { companies }) => sum + companies, 0);
  if (all === 0) throw new RangeError(`${family}: no company stands behind the grades, so there is no middle one`);
  let below = 0;
  for (const [index, { fromPoints, companies }] of grades.entries()) {
    if (below + companies >= all / 2) {
      const end = grades[index + 1]?.fromPoints ?? MAX_TOTAL;
      return Math.round(fromPoints + ((all / 2 - below) / companies) * (end - fromPoints));
    }
    below += companies;
  }
  throw new RangeError(`${family}: the middle company was not found`);
}
