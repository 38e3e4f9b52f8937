import { countUpTo, FIRST_BIN } from "./bulk-axis.ts";
import { SPECIAL } from "./bulk-column.ts";
import { bulkTable, COVERAGE } from "./bulk-table.ts";
import type { CompiledScorecard } from "./compile.ts";
import { gradeOf } from "./evaluate.ts";
import { MAX_TOTAL } from "./types.ts";

/** The score of one company, without big integers. */
export interface QuickScore {
  readonly total: number;
  readonly grade: number;
  readonly coverageBps: number;
  /** Of each characteristic. */
  readonly points: Int16Array;
  /** Numbers of the characteristics, those first that lose most against their best cell; equal ones in their order. */
  readonly reasons: Uint8Array;
}

const { unknown, undefined: none } = SPECIAL.float64;

/**
 * Makes the scorer of single companies: for callers that ask many times and have the inputs as numbers, `SPECIAL.float64`
 * among them. Equal to `scoreInputs`.
 */
export function quickScorer(compiled: CompiledScorecard): (inputs: Float64Array) => QuickScore {
  const { card, characteristics } = compiled;
  const rows = characteristics.map((characteristic) => ({
    added: bulkTable(characteristic).added,
    best: Math.max(...characteristic.characteristic.cells),
    axes: characteristic.axes.map(({ input, cuts }) => ({
      input,
      bounds: Float64Array.of(unknown, none, none + 1, ...cuts.map(Number)),
      bins: cuts.length + 1 + FIRST_BIN,
    })),
  }));
  const gradesByTotal = Uint8Array.from({ length: MAX_TOTAL + 1 }, (_, total) => {
    return gradeOf(card, total, card.minimumCoverageBps);
  });
  const lost = new Int32Array(rows.length);
  return (inputs) => {
    const points = new Int16Array(rows.length);
    let [sum, coverageBps] = [card.basePoints, 0];
    for (let index = 0; index < rows.length; index++) {
      const { added, best, axes } = rows[index] as (typeof rows)[number];
      let cell = 0;
      for (const { input, bounds, bins } of axes) cell = cell * bins + countUpTo(bounds, inputs[input] as number);
      const both = added[cell] as number;
      const known = Math.round(both / COVERAGE);
      const scored = both - known * COVERAGE;
      points[index] = scored;
      lost[index] = best - scored;
      coverageBps += known;
      sum += scored;
    }
    const total = Math.max(0, Math.min(MAX_TOTAL, sum));
    const grade = coverageBps < card.minimumCoverageBps ? 0 : (gradesByTotal[total] as number);
    return { total, grade, coverageBps, points, reasons: descending(lost) };
  };
}

/** Positions from the greatest to the least, by insertion: a library's sort takes longer for so few. */
function descending(values: Int32Array): Uint8Array {
  const order = new Uint8Array(values.length);
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as number;
    let place = index;
    for (; place > 0 && (values[order[place - 1] as number] as number) < value; place--) {
      order[place] = order[place - 1] as number;
    }
    order[place] = index;
  }
  return order;
}
