import type { Criterion } from "../../../catalogue/index.ts";
import { monthsBetween } from "../../../indexer-api/src/features/calendar.ts";
import type { FeatureSpec } from "../../../indexer-api/src/engine/features.ts";
import type { Cell, SetCell } from "../../../indexer-api/src/engine/values.ts";

/** What the engine must say, in the fewest lines that say it. */
export function interpret(
  features: readonly FeatureSpec[],
  criteria: readonly Criterion[],
  cells: readonly Cell[],
  asOf: bigint,
) {
  const outcomes = criteria.map(({ feature, operator, value }): boolean | null => {
    const index = features.findIndex(({ id }) => id === feature);
    const [{ kind, labels }, cell] = [features[index] as FeatureSpec, cells[index] as Cell];
    if (kind === "set") {
      const { holds, unknown } = (cell ?? { holds: 0, unknown: 2 ** labels.length - 1 }) as SetCell;
      const among = (bits: number) => (value as string[]).some((label) => (bits >> labels.indexOf(label)) & 1);
      return among(holds) ? operator === "any of" : among(unknown) ? null : operator === "none of";
    }
    if (cell === null || (kind === "age" && BigInt(cell as bigint) > asOf)) return null;
    if (operator === "in" || operator === "not in")
      return (value as string[]).includes(cell as string) === (operator === "in");
    const place = (one: unknown) => (kind === "label" ? BigInt(labels.indexOf(one as string)) : BigInt(one as bigint));
    const actual = kind === "age" ? monthsBetween(BigInt(cell as bigint), asOf) : place(cell);
    if (kind === "label" && actual < 0n) return false;
    const [low, high] = (operator === "between" ? value : [value, value]) as [unknown, unknown];
    return (operator === "<=" || actual >= place(low)) && (operator === ">=" || actual <= place(high));
  });
  return outcomes.includes(false) ? "refused" : outcomes.includes(null) ? "unknown" : "eligible";
}
