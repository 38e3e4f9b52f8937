import { mean, quantile, standardDeviation } from "simple-statistics";

import { type Characteristic, MAX_TOTAL, type Scorecard } from "../../../catalogue/scorecard/types.ts";
import { gradesOf } from "../conduct/grades.ts";
import type { Outcome } from "../metrics.ts";
import { wholeNumbers } from "../platform/weights.ts";
import { ADVICE } from "./advice.ts";
import type { Sample } from "./inputs.ts";
import { cellsOf, type PointsModel, type PointsPart, SCALE, totalsOf } from "./points.ts";
import type { Specification } from "./specifications.ts";

const WHOLE_BPS = 10_000;
const MINIMUM_COVERAGE_BPS = 5_000;
/** Where a company stands that files nothing, as quantiles of the totals: silence must not pay. */
const SILENCE = { from: 0.15, to: 0.25 } as const;
const SOURCES = ["company.balance_sheet.v2", "company.income_statement.v2"];

/**
 * Puts a model into the form of the catalogue.
 * @param outOfFold totals of the same companies by models that have not seen them: what the grades' rates come from
 */
export function cardOf(
  { family, version, nameEn, nameZh, description }: Specification,
  model: PointsModel,
  sample: Sample,
  outOfFold: readonly Outcome[],
  provenance: Scorecard["provenance"],
): Scorecard {
  const used = new Set(model.parts.flatMap(({ axes }) => axes.map(({ ratio }) => ratio)));
  const points = model.parts.map((part) => pointsOf(part, sample));
  const weights = weightsOf(points);
  const silent = silentRows(totalsOf(model, sample));
  const characteristics = model.parts.map((part, index): Characteristic => {
    const unknownPoints = Math.round(mean(silent.map((row) => points[index]![row]!)));
    return {
      ...wordsOf(part, sample),
      ...{ part: "financial", basis: "estimated" },
      weightBps: weights[index]!,
      axes: part.axes.map(({ ratio, cuts }) => ({ input: sample.ratios[ratio]!.input.id, cuts })),
      unknownPoints,
      withheldPoints: Math.min(unknownPoints, ...part.cells),
      cells: part.cells,
    };
  });
  return {
    ...{ family, version, nameEn, nameZh, description, scale: SCALE },
    ...{ basePoints: model.basePoints, minimumCoverageBps: MINIMUM_COVERAGE_BPS, sources: SOURCES },
    inputs: sample.ratios.filter((_, ratio) => used.has(ratio)).map(({ input }) => input),
    characteristics,
    grades: gradesOf(outOfFold.map(({ score, bad }) => ({ score: Math.max(0, Math.min(MAX_TOTAL, score)), bad }))),
    provenance,
  };
}

function pointsOf(part: PointsPart, sample: Sample): number[] {
  return Array.from(cellsOf(part, sample), (cell) => part.cells[cell]!);
}

/** Each part's share in the sum of the standard deviations of points, in basis points. */
function weightsOf(points: readonly (readonly number[])[]): number[] {
  const spreads = points.map((values) => standardDeviation([...values]));
  const sum = spreads.reduce((total, spread) => total + spread, 0);
  return wholeNumbers(
    spreads.map((spread) => (WHOLE_BPS * spread) / sum),
    WHOLE_BPS,
  );
}

function silentRows(totals: Int32Array): number[] {
  const [from, to] = [quantile([...totals], SILENCE.from), quantile([...totals], SILENCE.to)];
  return [...totals.keys()].filter((row) => totals[row]! >= from && totals[row]! <= to);
}

function wordsOf({ axes }: PointsPart, { ratios }: Sample) {
  const [first, second] = axes.map(({ ratio }) => ratios[ratio]!);
  const { id, nameEn, nameZh } = first!.input;
  if (second === undefined) return { id, nameEn, nameZh, ...ADVICE[first!.topic] };
  const lowerCase = second.input.nameEn.charAt(0).toLowerCase() + second.input.nameEn.slice(1);
  return {
    id: `${id}_by_${second.input.id}`,
    nameEn: `${nameEn}, with ${lowerCase}`,
    nameZh: `${nameZh}与${second.input.nameZh}组合`,
    ...adviceOn(first!.topic, second.topic),
  };
}

function adviceOn(one: keyof typeof ADVICE, other: keyof typeof ADVICE) {
  if (one === other) return ADVICE[one];
  return {
    adviceEn: `${ADVICE[one].adviceEn} ${ADVICE[other].adviceEn}`,
    adviceZh: `${ADVICE[one].adviceZh}${ADVICE[other].adviceZh}`,
  };
}
