import type { Catalogue, Characteristic, FieldType, Scorecard, ScoreInput } from "../../../catalogue/index.ts";
import { type Shape, SHAPES, valueAt } from "./shapes.ts";

export const CHARACTERISTICS = 25;

const NUMBERS: readonly FieldType[] = ["amount", "count", "ratio", "date", "bool"];
const WHOLE_BPS = 10_000;
const [WORST, BEST] = [-45, 35];
const GRADES = [0, 300, 400, 450, 500, 550, 600, 650, 700, 760];
const NAMES = { nameEn: "Benchmark", nameZh: "基准" };

/**
 * A scorecard as large as the platform's would be with the characteristics that matter: 25 of one axis with 4 to 9 cuts
 * where the companies lie, each on facts of a schema of its own, so that every absence can happen to each alone.
 */
export function benchCard({ schemas }: Pick<Catalogue, "schemas">): Scorecard {
  const firstVersions = schemas.filter(({ item, version }) => item === null && version === 1);
  const chosen = firstVersions.filter(({ fields }) => numbersOf(fields).length >= 2).slice(0, CHARACTERISTICS);
  return {
    ...{ family: "bench", version: 1, ...NAMES, description: "For measuring only.", provenance: {} },
    scale: { points: 600, odds: 20, pointsToDoubleOdds: 40 },
    ...{ basePoints: 600, minimumCoverageBps: 0 },
    sources: chosen.map(({ name }) => name),
    inputs: chosen.map(({ fields }, index) => inputOf(numbersOf(fields), index)),
    characteristics: chosen.map((_, index) => characteristicOf(index)),
    grades: GRADES.map((fromPoints) => ({
      ...{ label: String(fromPoints), fromPoints, defaultRateBps: 0, defaultRateLowBps: 0, defaultRateHighBps: 0 },
      ...{ companies: 0, defaults: 0 },
    })),
  };
}

/** The shape of a column's values: each in turn. */
export function shapeOf(index: number): Shape {
  return SHAPES[index % SHAPES.length] as Shape;
}

function numbersOf(fields: readonly { readonly id: string; readonly type: FieldType }[]): string[] {
  return fields.filter(({ type }) => NUMBERS.includes(type)).map(({ id }) => id);
}

function inputOf([first, second]: readonly string[], index: number): ScoreInput {
  const { operation } = shapeOf(index);
  const term = (fact: string | undefined) => [{ fact: fact as string, sign: 1 as const }];
  return {
    ...{ id: `input_${index}`, ...NAMES, operation, numerator: term(first) },
    denominator: operation === "ratio" ? term(second) : [],
    multiplier: operation === "ratio" ? WHOLE_BPS : 1,
  };
}

/** Cuts at equal parts of the companies; points rise from bin to bin. */
function characteristicOf(index: number): Characteristic {
  const wanted = 4 + (index % 6);
  const parts = Array.from({ length: wanted }, (_, cut) => valueAt(shapeOf(index), (cut + 1) / (wanted + 1)));
  const cuts = [...new Set(parts)];
  const cells = cuts.map((_, bin) => Math.round(WORST + ((BEST - WORST) * bin) / cuts.length));
  return {
    ...{ id: `characteristic_${index}`, ...NAMES, part: "administrative", basis: "expert judgement" },
    ...{ adviceEn: "None", adviceZh: "无", weightBps: WHOLE_BPS / CHARACTERISTICS },
    axes: [{ input: `input_${index}`, cuts }],
    ...{ unknownPoints: -10, withheldPoints: WORST, cells: [-20, ...cells, BEST] },
  };
}
