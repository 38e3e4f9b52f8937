/** Points by bins of one or two inputs; positions 0 are "undefined" and stay by themselves. */
export interface Grid {
  /** Cuts of each axis. */
  readonly axes: readonly (readonly number[])[];
  /** Row by row, the last axis running fastest. */
  readonly cells: readonly number[];
}

/** The same points with fewer cuts: a cut goes when all points on both its sides are equal. */
export function merged(grid: Grid): Grid {
  const [first = [], second] = grid.axes;
  const width = second === undefined ? 1 : second.length + 2;
  const rows = Array.from({ length: first.length + 2 }, (_, row) => grid.cells.slice(row * width, (row + 1) * width));
  const kept = keptCuts(first, rows);
  if (second === undefined) return { axes: [kept.cuts], cells: kept.lines.flat() };
  const columns = Array.from({ length: width }, (_, column) => kept.lines.map((line) => line[column]!));
  const across = keptCuts(second, columns);
  const cells = kept.lines.flatMap((_, row) => across.lines.map((column) => column[row]!));
  return { axes: [kept.cuts, across.cuts], cells };
}

/** Lines of cells, the undefined one first: drops the cuts between equal ones. */
function keptCuts(cuts: readonly number[], lines: readonly (readonly number[])[]) {
  const differs = (cut: number) => lines[cut + 1]!.some((points, index) => points !== lines[cut + 2]![index]);
  const kept = [...cuts.keys()].filter(differs);
  return {
    cuts: kept.map((cut) => cuts[cut]!),
    lines: [lines[0]!, lines[1]!, ...kept.map((cut) => lines[cut + 2]!)],
  };
}
