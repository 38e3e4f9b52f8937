import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";

import { Columns } from "../../../indexer-api/src/engine/columns.ts";
import { FEWEST_IN_BATCH } from "../../../indexer-api/src/engine/company-batch.ts";
import { MatchEngine } from "../../../indexer-api/src/engine/engine.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import type { CompanyValues } from "../../../indexer-api/src/engine/values.ts";
import { arbitraryCompany, arbitraryCriteria, FEATURES } from "./arbitrary.ts";

const NOW = 1_774_944_000n;
const ROWS = 6_000;
const LENDING = {
  amountFen: { min: 0n, max: 100n },
  tenorMonths: { min: 1, max: 12 },
  annualRateBps: { min: 300, max: 500 },
  security: "none",
};

const batch = fc.record({
  criteria: fc.array(arbitraryCriteria, { minLength: 1, maxLength: 40 }),
  later: fc.array(arbitraryCriteria, { maxLength: 4 }),
  companies: fc.array(arbitraryCompany, { minLength: 2, maxLength: 60 }),
  step: fc.integer({ min: 1, max: 5 }),
  count: fc.integer({ min: FEWEST_IN_BATCH, max: ROWS }),
  twice: fc.array(fc.nat(ROWS - 1), { maxLength: 3 }),
});

describe("many companies at once", () => {
  it("become what they become one by one, and as much is said of it", async () => {
    await fc.assert(
      fc.asyncProperty(batch, async ({ criteria, later, companies, step, count, twice }) => {
        const encoded = companies.map((cells) => encodeCompany(FEATURES, cells));
        const valuesOf = (place: number) => encoded[place % encoded.length] as CompanyValues;
        const engines = [await engineOf(criteria, valuesOf), await engineOf(criteria, valuesOf)] as const;
        for (const engine of engines) {
          for (const [place, one] of later.entries()) {
            await engine.setProduct({ id: `P${place}`, criteria: one, ...LENDING });
          }
        }
        const rows = [...Array.from({ length: count }, (_, place) => (place * 7) % ROWS), ...twice];
        const values = rows.map((_, place) => valuesOf(place * step + 1));
        const scores = rows.map((_, place) => (place % 3 === 0 ? null : place % 1_000));
        const [together, single] = engines;
        const said = await together.setCompanies(rows, values, scores);
        const wanted = rows.map((row, place) => {
          return { row, ...single.setCompany(row, values[place] as CompanyValues, scores[place] as number | null) };
        });
        assert.deepEqual(said, wanted);
        for (let row = 0; row < ROWS; row++) {
          assert.deepEqual(together.valuesAt(row), single.valuesAt(row));
          assert.equal(together.scoreAt(row), single.scoreAt(row));
          assert.deepEqual(together.matchRow(row), single.matchRow(row));
        }
        await Promise.all(engines.map((engine) => engine.close()));
      }),
      { numRuns: 15 },
    );
  });
});

/** With products judged apart, too, once some are set. */
function engineOf(
  criteria: readonly Parameters<MatchEngine["audience"]>[0][],
  valuesOf: (place: number) => CompanyValues,
): Promise<MatchEngine> {
  const columns = new Columns(FEATURES, ROWS);
  for (let row = 0; row < ROWS; row++) columns.set(row, valuesOf(row));
  const products = criteria.map((one, place) => ({ id: `P${place}`, criteria: one, ...LENDING }));
  return MatchEngine.open({
    ...{ features: FEATURES, products, asOf: NOW, threads: 1, columns, companies: ROWS, mostApart: 16 },
  });
}
