import type { CompiledScorecard } from "./compile.ts";
import { type InputColumn, kindOf } from "./bulk-column.ts";
import { addByBin, addByCell, appendBin, inputBlock } from "./bulk-kernels.ts";
import { BIAS, type BulkAxis, type BulkTable, bulkTable, COVERAGE } from "./bulk-table.ts";
import { gradeOf } from "./evaluate.ts";
import { MAX_TOTAL } from "./types.ts";

/** As `Score`, of many companies: one entry each. */
export interface BulkScores {
  readonly totals: Uint16Array;
  readonly grades: Uint8Array;
  readonly coverageBps: Uint16Array;
}

/** Scores all companies of the columns, of which there is one for each input of the scorecard. */
export type BulkScorer = (columns: readonly InputColumn[], into?: BulkScores) => BulkScores;

/**
 * Companies that are scored together: one characteristic after the other, while their inputs and sums (16 KiB each) stay
 * in the processor's nearest caches.
 */
const BLOCK = 2_048;

/**
 * Makes the scorer of a scorecard, equal to `scoreInputs` company by company. Bins are looked up without a branch that
 * depends on the company, because a processor that guesses wrong loses more than a lookup costs.
 *
 * The scorer trusts its columns: whole numbers of 48 bits, and `SPECIAL`.
 * @throws RangeError (the scorer) unless there is one column for each input, all of one length, and room for the scores.
 */
export function bulkScorer(compiled: CompiledScorecard): BulkScorer {
  const tables = compiled.characteristics.map(bulkTable);
  const scoreBlock = blockScorer(compiled, tables);
  return (columns, into = roomFor(columns[0]?.length ?? 0)) => {
    requireShape(compiled, columns, into);
    const count = into.totals.length;
    for (let from = 0; from < count; from += BLOCK) scoreBlock(columns, into, from, Math.min(from + BLOCK, count));
    return into;
  };
}

/** Room for the scores of so many companies. */
export function roomFor(count: number): BulkScores {
  return { totals: new Uint16Array(count), grades: new Uint8Array(count), coverageBps: new Uint16Array(count) };
}

type BlockScorer = (columns: readonly InputColumn[], into: BulkScores, from: number, to: number) => void;

function blockScorer({ card }: CompiledScorecard, tables: readonly BulkTable[]): BlockScorer {
  const [block, cells, sums] = [inputBlock(BLOCK), new Uint16Array(BLOCK), new Float64Array(BLOCK)];
  const gradesByTotal = Uint8Array.from({ length: MAX_TOTAL + 1 }, (_, total) => {
    return gradeOf(card, total, card.minimumCoverageBps);
  });
  return (columns, into, from, to) => {
    const count = to - from;
    const load = ({ input, lookup }: BulkAxis) => {
      const column = columns[input] as InputColumn;
      block.inputs.set(column.subarray(from, to));
      return lookup(kindOf(column));
    };
    sums.fill(card.basePoints + BIAS);
    for (const { axes, added } of tables) {
      const [first, second] = axes as readonly [BulkAxis, BulkAxis?];
      const lookup = load(first);
      if (second === undefined && lookup.steps <= 1) {
        addByBin(block, lookup, added, sums, count);
        continue;
      }
      appendBin(block, lookup, 0, cells, count);
      if (second !== undefined) appendBin(block, load(second), second.bins, cells, count);
      addByCell(cells, added, sums, count);
    }
    settle(sums, into, from, to, gradesByTotal, card.minimumCoverageBps);
  };
}

/** Takes the sums apart into what they stand for. */
function settle(
  sums: Float64Array,
  { totals, grades, coverageBps }: BulkScores,
  from: number,
  to: number,
  gradesByTotal: Uint8Array,
  minimumCoverageBps: number,
): void {
  for (let index = from; index < to; index++) {
    const sum = sums[index - from] as number;
    const known = (sum / COVERAGE) | 0;
    const points = sum - known * COVERAGE - BIAS;
    const total = points < 0 ? 0 : points > MAX_TOTAL ? MAX_TOTAL : points;
    totals[index] = total;
    coverageBps[index] = known;
    grades[index] = known < minimumCoverageBps ? 0 : (gradesByTotal[total] as number);
  }
}

function requireShape({ card }: CompiledScorecard, columns: readonly InputColumn[], into: BulkScores): void {
  if (columns.length !== card.inputs.length) {
    throw new RangeError(`${card.family} has ${card.inputs.length} inputs: ${columns.length} columns given`);
  }
  const count = into.totals.length;
  for (const [index, { length }] of columns.entries()) {
    if (length !== count) {
      throw new RangeError(`column ${index} (${card.inputs[index]?.id}) has ${length} companies, the scores ${count}`);
    }
  }
  if (into.grades.length !== count || into.coverageBps.length !== count) {
    throw new RangeError(`totals have room for ${count} companies, grades or coverage for another number`);
  }
}
