import type { Scorecard } from "../../../catalogue/scorecard/types.ts";
import { rounded } from "./discrimination.ts";
import type { Panel } from "./panel.ts";
import { evaluatorOf } from "./points.ts";
import type { Sighting } from "./steps.ts";

/** Population stability index of each characteristic's bins and of the grades: below 0.1 alike, above 0.25 different. */
export function stabilityOf(
  panel: Panel,
  card: Scorecard,
  developed: readonly Sighting[],
  others: readonly Sighting[],
): Record<string, number> {
  const score = evaluatorOf(panel, card);
  const [before, after] = [developed.map(score), others.map(score)];
  const characteristics = card.characteristics.map(({ id }, index) => {
    const cellOf = ({ characteristics }: (typeof before)[number]) => characteristics[index]?.points ?? NaN;
    return [id, rounded(stabilityIndex(before.map(cellOf), after.map(cellOf)))] as const;
  });
  const grades = stabilityIndex(
    before.map(({ total }) => gradeNumber(card, total)),
    after.map(({ total }) => gradeNumber(card, total)),
  );
  return { ...Object.fromEntries(characteristics), grades: rounded(grades) };
}

function gradeNumber({ grades }: Scorecard, total: number): number {
  return grades.filter(({ fromPoints }) => fromPoints <= total).length;
}

/** Half a company is added to each class, so that an empty one does not make the index infinite. */
export function stabilityIndex(before: readonly number[], after: readonly number[]): number {
  const classes = [...new Set([...before, ...after])];
  const shareOf = (values: readonly number[], wanted: number) =>
    (values.filter((value) => value === wanted).length + 0.5) / (values.length + 0.5 * classes.length);
  return classes.reduce((sum, wanted) => {
    const [from, to] = [shareOf(before, wanted), shareOf(after, wanted)];
    return sum + (to - from) * Math.log(to / from);
  }, 0);
}
