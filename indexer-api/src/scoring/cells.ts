import type { CompiledScorecard } from "../../../catalogue/index.ts";
import type { CompiledCharacteristic, CompiledInput } from "../../../catalogue/scorecard/compile.ts";
import { binOf } from "../../../catalogue/scorecard/evaluate.ts";
import type { Absence } from "../../../catalogue/scorecard/evaluate.ts";

/** One cell of a characteristic and its points. */
export interface Cell {
  readonly index: number;
  readonly points: number;
}

/** Where a cell lies on an axis: from `from`, inclusive, to below `below`; null: no bound. Undefined: no number at all. */
export interface Bounds {
  readonly input: number;
  readonly undefined: boolean;
  readonly from: bigint | null;
  readonly below: bigint | null;
}

/**
 * The cells that a company may come to lie in, given what is known of its inputs: one when all are known. Cells that no
 * company can reach are none of them: "undefined" where nothing is divided, and bins outside what a field allows.
 */
export function possibleCells(
  compiled: CompiledScorecard,
  characteristic: CompiledCharacteristic,
  inputs: readonly (bigint | Absence)[],
): readonly Cell[] {
  const isSettled = (input: number) => typeof inputs[input] === "bigint" || inputs[input] === "undefined";
  return characteristic.axes.some(({ input }) => isSettled(input))
    ? cellsWhere(compiled, characteristic, (input) => inputs[input])
    : allCells(compiled, characteristic);
}

function cellsWhere(
  compiled: CompiledScorecard,
  { axes, characteristic }: CompiledCharacteristic,
  inputOf: (input: number) => bigint | Absence | undefined,
): Cell[] {
  const choices = axes.map(({ input, cuts }) => {
    const found = inputOf(input);
    if (typeof found === "bigint") return [1 + binOf(found, cuts)];
    if (found === "undefined") return [0];
    return reachable(compiled, compiled.inputs[input] as CompiledInput, cuts);
  });
  const indices = axes.reduce<number[]>(
    (before, { cuts }, axis) =>
      before.flatMap((index) => (choices[axis] ?? []).map((place) => index * (cuts.length + 2) + place)),
    [0],
  );
  return indices.map((index) => ({ index, points: characteristic.cells[index] as number }));
}

/** Every cell that some company can lie in. The same of every company, so that it is found once. */
export function allCells(compiled: CompiledScorecard, characteristic: CompiledCharacteristic): readonly Cell[] {
  const found = every.get(characteristic) ?? cellsWhere(compiled, characteristic, () => undefined);
  every.set(characteristic, found);
  return found;
}

const every = new WeakMap<CompiledCharacteristic, readonly Cell[]>();

/** The first with the most points. */
export function bestOf(cells: readonly Cell[]): Cell {
  return cells.reduce((best, cell) => (cell.points > best.points ? cell : best));
}

/** The first with the fewest points. */
export function worstOf(cells: readonly Cell[]): Cell {
  return cells.reduce((worst, cell) => (cell.points < worst.points ? cell : worst));
}

/** Where a cell lies, axis by axis. */
export function boundsOf({ axes }: CompiledCharacteristic, index: number): Bounds[] {
  let rest = index;
  return axes
    .toReversed()
    .map(({ input, cuts }) => {
      const place = rest % (cuts.length + 2);
      rest = Math.floor(rest / (cuts.length + 2));
      return { input, undefined: place === 0, from: cuts[place - 2] ?? null, below: belowOf(cuts, place) };
    })
    .toReversed();
}

function belowOf(cuts: readonly bigint[], place: number): bigint | null {
  return place === 0 ? null : (cuts[place - 1] ?? null);
}

/** Places on an axis, 0 being "undefined". */
function reachable(compiled: CompiledScorecard, input: CompiledInput, cuts: readonly bigint[]): number[] {
  const bins = [...cuts.keys(), cuts.length];
  if (input.input.operation === "ratio") return [0, ...bins.map((bin) => bin + 1)];
  const { min, max } = domainOf(compiled, input);
  const possible = bins.filter((bin) => {
    const [from, below] = [cuts[bin - 1], cuts[bin]];
    return (max === null || from === undefined || from <= max) && (min === null || below === undefined || below > min);
  });
  return possible.map((bin) => bin + 1);
}

/** What an input that is one fact can be, by the fact's own rules; null: no limit. */
function domainOf({ sources }: CompiledScorecard, { input, numerator: [only, ...others] }: CompiledInput) {
  const field = only && sources[only.source]?.fields[only.field];
  if (input.operation !== "value" || others.length > 0 || !field || only.sign !== 1) return { min: null, max: null };
  if (field.type === "bool") return { min: 0n, max: 1n };
  if (field.type === "enum") return { min: 0n, max: BigInt(field.values?.length ?? 1) - 1n };
  return { min: field.min ?? null, max: field.max ?? null };
}
