/** How many of the known names a mistake is answered with. */
const SUGGESTIONS = 3;

/** The known names nearest to a mistaken one, nearest first. */
export function nearest(mistaken: string, known: Iterable<string>): string[] {
  const distance = (name: string) => editDistance(mistaken.toLowerCase(), name.toLowerCase());
  return [...known]
    .map((name) => ({ name, distance: distance(name) }))
    .sort((a, b) => a.distance - b.distance || a.name.localeCompare(b.name))
    .slice(0, SUGGESTIONS)
    .map(({ name }) => name);
}

/** Levenshtein's: the fewest characters to insert, delete or replace. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [index, character] of [...from].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= to.length; column++) {
      const replaced = row[column - 1]! + (to[column - 1] === character ? 0 : 1);
      next.push(Math.min(replaced, row[column]! + 1, next[column - 1]! + 1));
    }
    row = next;
  }
  return row[to.length]!;
}
