/** The known name nearest to a mistaken one by Levenshtein's distance; null when none is known. */
export function nearest(mistaken: string, known: Iterable<string>): string | null {
  let [found, least] = [null as string | null, Infinity];
  for (const name of known) {
    const distance = editDistance(mistaken.toLowerCase(), name.toLowerCase());
    if (distance < least) [found, least] = [name, distance];
  }
  return found;
}

/** The fewest characters to insert, delete or replace. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, character] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column++) {
      const replaced = (row[column - 1] ?? 0) + (to[column - 1] === character ? 0 : 1);
      next.push(Math.min(replaced, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
