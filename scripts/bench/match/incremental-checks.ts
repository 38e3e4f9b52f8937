import type { Product } from "../../../catalogue/index.ts";
import type { CompanyChange, MatchEngine } from "../../../indexer-api/src/engine/engine.ts";
import { slotsOf } from "../../../indexer-api/src/engine/match-one.ts";
import type { CompanyValues } from "../../../indexer-api/src/engine/values.ts";
import { AS_OF } from "./companies.ts";
import { naiveMatcher } from "./naive.ts";
import { plainCompany } from "./plain.ts";

/** How many companies are compared after a change. */
const CHECKED = 200;

/** @throws Error when the audience of a product is not who closures say among the first companies, or the counts are off */
export function checkProduct(
  { features, companies, columns }: MatchEngine<Product>,
  product: Product,
  { eligible, eligibleRows }: { eligible: number; eligibleRows: Uint32Array },
): void {
  const match = naiveMatcher(features, [product]);
  for (let row = 0; row < Math.min(companies, CHECKED); row++) {
    const [wanted] = match(plainCompany(features, columns.get(row), AS_OF));
    const said = (((eligibleRows[row >>> 5] as number) >>> (row & 31)) & 1) === 1;
    if (said !== wanted) throw new Error(`product ${product.id}, company ${row}: eligible ${said}, must be ${wanted}`);
  }
  const counted = slotsOf(eligibleRows).length;
  if (counted !== eligible) throw new Error(`product ${product.id}: ${eligible} eligible, ${counted} bits`);
}

/** Remembers what some of the companies are eligible for, to compare it with what is said to have changed. */
export function checkRows(engine: MatchEngine<Product>, rows: readonly number[], values: readonly CompanyValues[]) {
  const checked = rows.slice(0, CHECKED);
  const match = naiveMatcher(engine.features, engine.products);
  const eligible = (of: CompanyValues) => {
    const matched = match(plainCompany(engine.features, of, AS_OF));
    const ids = engine.products.filter((_, place) => matched[place]).map(({ id }) => id);
    return ids.map((id) => engine.slotOf(id) as number);
  };
  const before = checked.map((row) => eligible(engine.valuesAt(row)));
  let changes: readonly CompanyChange[] = [];
  return {
    done(said: readonly CompanyChange[]): void {
      changes = said;
    },
    /** @throws Error when closures come to anything else */
    compare(): void {
      for (const [index, row] of checked.entries()) {
        const [was, is] = [before[index] as number[], eligible(values[index] as CompanyValues)];
        const wanted = { became: without(is, was), ceased: without(was, is) };
        const { became, ceased } = changes[index] as CompanyChange;
        const [said, must] = [JSON.stringify({ became, ceased }), JSON.stringify(wanted)];
        if (said !== must) throw new Error(`company ${row}: ${said}, must be ${must}`);
      }
    },
  };
}

function without(slots: readonly number[], others: readonly number[]): number[] {
  return slots.filter((slot) => !others.includes(slot));
}
