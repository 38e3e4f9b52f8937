import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import type { CompiledScorecard } from "../../../catalogue/index.ts";
import { SPECIAL } from "../../../catalogue/scorecard/bulk-column.ts";
import { shapeOf } from "./card.ts";
import { type Shape, valueAt } from "./shapes.ts";

const STEPS = 4_096;
const { withheld, unknown, undefined: none } = SPECIAL.int32;

/** Inputs of so many companies, the first ones the same however many there are; one in 16 is no number. */
export function benchColumns({ inputs }: CompiledScorecard, companies: number, seed: number): Int32Array[] {
  return inputs.map((_, index) => column(shapeOf(index), companies, seed + index));
}

/** One draw for each company: its upper bits say where the company lies, the lowest four whether its value is missing. */
function column(shape: Shape, companies: number, seed: number): Int32Array {
  const values = Int32Array.from({ length: STEPS }, (_, step) => valueAt(shape, (step + 0.5) / STEPS));
  const absences = Int32Array.of(withheld, unknown, unknown, shape.operation === "ratio" ? none : unknown);
  const random = xoroshiro128plus(seed);
  const result = new Int32Array(companies);
  for (let company = 0; company < companies; company++) {
    const draw = random.next();
    const value = values[draw >>> 20] as number;
    result[company] = (draw & 15) === 0 ? (absences[(draw >>> 4) & 3] as number) : value + spread(value, draw);
  }
  return result;
}

/** Large values differ from each other by up to a thousandth, so that they do not all repeat. */
function spread(value: number, draw: number): number {
  return value > 2 ** 30 ? 0 : (Math.abs(value) >>> 10) & (draw >>> 6);
}
