/** Takes down one problem at a place of the file under check. */
export type Report = (pointer: string, rule: string) => void;

/** Reports each entry whose key an earlier entry has already: `keyOf` names what must be unique. */
export function reportDuplicates<Entry>(
  entries: readonly Entry[],
  key: string,
  keyOf: (entry: Entry) => string,
  report: Report,
): void {
  const first = new Map<string, number>();
  for (const [index, entry] of entries.entries()) {
    const value = keyOf(entry);
    const earlier = first.get(value);
    if (earlier === undefined) first.set(value, index);
    else report(`/${index}/${key}`, `"${value}" is taken by entry ${earlier}`);
  }
}
