/** Something that multiplies what a group comes to. */
export interface Packable {
  readonly buckets: number;
}

/**
 * Puts what is given into groups whose buckets, multiplied, come to `most` at the most: in two ways, of which the one
 * with fewer groups is taken. Whatever has more buckets has a group of its own.
 */
export function packed<T extends Packable>(given: readonly T[], most: number): T[][] {
  const widestFirst = given.toSorted((a, b) => b.buckets - a.buckets);
  const [firstFit, fullest] = [intoFirstWithRoom(widestFirst, most), eachAsFullAsCanBe(widestFirst, most)];
  return fullest.length < firstFit.length ? fullest : firstFit;
}

function intoFirstWithRoom<T extends Packable>(given: readonly T[], most: number): T[][] {
  const groups: T[][] = [];
  for (const one of given) {
    const group = groups.find((members) => product(members) * one.buckets <= most);
    if (group === undefined) groups.push([one]);
    else group.push(one);
  }
  return groups;
}

/** The widest that is left, and with it those that leave the least room. */
function eachAsFullAsCanBe<T extends Packable>(given: readonly T[], most: number): T[][] {
  const groups: T[][] = [];
  for (let left = given; left.length > 0;) {
    const [widest, ...others] = left as [T, ...T[]];
    const group = [widest, ...fullest(others, Math.floor(most / widest.buckets))];
    groups.push(group);
    left = left.filter((one) => !group.includes(one));
  }
  return groups;
}

/** Those of the given ones whose product comes nearest to `room`. @param given descending */
function fullest<T extends Packable>(given: readonly T[], room: number): T[] {
  let best: T[] = [];
  let most = 1;
  for (const [place, one] of given.entries()) {
    // Equal ones do equally well.
    if (one.buckets > room || one.buckets === given[place - 1]?.buckets) continue;
    const chosen = [one, ...fullest(given.slice(place + 1), Math.floor(room / one.buckets))];
    if (product(chosen) <= most) continue;
    best = chosen;
    most = product(chosen);
  }
  return best;
}

function product(members: readonly Packable[]): number {
  return members.reduce((ids, { buckets }) => ids * buckets, 1);
}
