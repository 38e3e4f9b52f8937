import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { Criterion } from "../../../catalogue/index.ts";
import { Columns } from "../../../indexer-api/src/engine/columns.ts";
import { MatchEngine } from "../../../indexer-api/src/engine/engine.ts";
import type { MatchProduct } from "../../../indexer-api/src/engine/engine.ts";
import type { FeatureSpec } from "../../../indexer-api/src/engine/features.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import { bitAt } from "./products.ts";

/** More than are done without a thread. */
const COMPANIES = 70_001;
/** Some minutes after midnight (UTC). */
const AS_OF = 1_780_000_000n - (1_780_000_000n % 86_400n) + 1_000n;
const REACHED: Criterion = { feature: "age", operator: ">=", value: 0n };

let threadsFail = false;
/** Read whenever a slice is handed to a thread. */
const PLAIN = { ordered: false, labels: [] };
const FEATURES: readonly FeatureSpec[] = [
  {
    ...{ id: "sales", kind: "number", ...PLAIN },
    get handedOver() {
      if (threadsFail) throw new Error("no thread can be had");
      return true;
    },
  },
  { id: "age", kind: "age", ...PLAIN },
];

const company = (sales: bigint, day: bigint) => encodeCompany(FEATURES, [sales, day]);
const productOf = (id: string, ...criteria: readonly Criterion[]): MatchProduct => ({
  ...{ id, criteria, security: "none", annualRateBps: { min: 1, max: 2 } },
  ...{ amountFen: { min: 1n, max: 2n }, tenorMonths: { min: 1, max: 2 } },
});

describe("a MatchEngine whose threads fail", () => {
  let engine: MatchEngine;

  beforeEach(async () => {
    const columns = new Columns(FEATURES, COMPANIES);
    for (let row = 0; row < COMPANIES; row++) columns.set(row, company(1n, AS_OF + 100n + BigInt(row % 50)));
    const options = { features: FEATURES, products: [productOf("P", REACHED)], asOf: AS_OF, mostApart: 0 };
    engine = await MatchEngine.open({ ...options, columns, companies: COMPANIES, threads: 1 });
  });
  afterEach(async () => {
    threadsFail = false;
    await engine.close();
  });

  const fits = (row: number) => bitAt(engine.matchRow(row).eligible, engine.slotOf("P") as number);
  const eligible = async () => (await engine.countAll()).eligible[engine.slotOf("P") as number];
  const failing = async (job: () => Promise<void>) => {
    threadsFail = true;
    await assert.rejects(job(), /threads died/);
    threadsFail = false;
  };

  it("stays at its moment, and moves on when asked again", async () => {
    for (const later of [AS_OF + 200n, AS_OF + 300n, AS_OF + 86_400n]) {
      await failing(() => engine.advance(later));
      assert.deepEqual([engine.asOf, fits(3), await eligible()], [AS_OF, false, 0]);
    }
    await engine.advance(AS_OF + 120n);
    assert.deepEqual([fits(3), fits(49)], [true, false]);
    assert.equal(await eligible(), Math.floor(COMPANIES / 50) * 21 + 1);
    await engine.advance(AS_OF + 200n);
    assert.deepEqual([engine.asOf, fits(3), await eligible()], [AS_OF + 200n, true, COMPANIES]);
  });

  it("keeps its products as they were, and takes a new one when asked again", async () => {
    const [old] = engine.products;
    const changed = productOf("P", { feature: "sales", operator: ">=", value: 1n });
    await failing(() => engine.setProduct(changed));
    await failing(() => engine.setProducts([changed]));
    await failing(() => engine.setProduct(productOf("Q", { feature: "sales", operator: "<=", value: 7n })));
    assert.deepEqual([engine.products, engine.slotOf("Q"), fits(3), await eligible()], [[old], undefined, false, 0]);
    await engine.setProduct(changed);
    assert.deepEqual([engine.products, fits(3), await eligible()], [[changed], true, COMPANIES]);
  });
});
