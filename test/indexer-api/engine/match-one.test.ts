import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { compile, setProduct } from "../../../indexer-api/src/engine/compile.ts";
import { matchIds, roomForBits } from "../../../indexer-api/src/engine/match-one.ts";
import { quantiserOf } from "../../../indexer-api/src/engine/quantiser.ts";
import { termsOf } from "../../../indexer-api/src/engine/terms.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import { arbitraryCompany, arbitraryCriteria, AS_OF, FEATURES } from "./arbitrary.ts";
import { interpret } from "./interpreter.ts";

describe("one company against products", () => {
  it("is judged as the interpreter judges it", () => {
    const products = fc.array(arbitraryCriteria, { maxLength: 70 });
    const companies = fc.array(arbitraryCompany, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(products, companies, AS_OF, (criteria, cells, asOf) => {
        const slotted = criteria.map((one, slot) => ({ slot, terms: termsOf(FEATURES, one) }));
        const compiled = compile(FEATURES, slotted, criteria.length, asOf);
        const quantiser = quantiserOf(compiled);
        const [ids, bits] = [new Uint8Array(quantiser.width), roomForBits(compiled.words)];
        for (const company of cells) {
          quantiser.one(encodeCompany(FEATURES, company), ids);
          const { eligible, open } = matchIds(compiled, ids, 0, bits);
          const said = criteria.map((_, slot) => verdictAt(slot, eligible, open));
          assert.deepEqual(
            said,
            criteria.map((one) => interpret(FEATURES, one, company, asOf)),
          );
        }
        // Once more into its own slot, where it is judged as before.
        for (const { slot, terms } of slotted) assert.equal(setProduct(compiled, slot, terms), true);
      }),
      { numRuns: 300 },
    );
  });
});

function verdictAt(slot: number, eligible: Uint32Array, open: Uint32Array): string {
  const has = (bits: Uint32Array) => (((bits[slot >> 5] as number) >>> (slot & 31)) & 1) === 1;
  return has(eligible) ? "eligible" : has(open) ? "unknown" : "refused";
}
