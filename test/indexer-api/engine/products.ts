import assert from "node:assert/strict";

import type { Criterion } from "../../../catalogue/index.ts";
import { compile } from "../../../indexer-api/src/engine/compile.ts";
import type { Compiled } from "../../../indexer-api/src/engine/compile.ts";
import type { FeatureSpec } from "../../../indexer-api/src/engine/features.ts";
import { matchIds, roomForBits } from "../../../indexer-api/src/engine/match-one.ts";
import { quantiserOf } from "../../../indexer-api/src/engine/quantiser.ts";
import { termsOf } from "../../../indexer-api/src/engine/terms.ts";
import { encodeCompany } from "../../../indexer-api/src/engine/values.ts";
import type { Cell } from "../../../indexer-api/src/engine/values.ts";
import { interpret } from "./interpreter.ts";

/** A product's criteria; null for a free slot. */
export type Criteria = readonly Criterion[] | null;

/** Products in the slots of their places. */
export function compileAll(features: readonly FeatureSpec[], products: readonly Criteria[], asOf: bigint): Compiled {
  const slotted = products.flatMap((criteria, slot) =>
    criteria === null ? [] : [{ slot, terms: termsOf(features, criteria) }],
  );
  return compile(features, slotted, products.length, asOf);
}

/** What the engine says of one company, by slot. */
export function verdicts(compiled: Compiled, cells: readonly Cell[], slots: number): (string | null)[] {
  const quantiser = quantiserOf(compiled);
  const ids = new Uint8Array(quantiser.width);
  quantiser.one(encodeCompany(compiled.features, cells), ids);
  const { eligible, open } = matchIds(compiled, ids, 0, roomForBits(compiled.words));
  return Array.from({ length: slots }, (_, slot) => {
    if (!bitAt(compiled.live, slot) && !bitAt(eligible, slot) && !bitAt(open, slot)) return null;
    return bitAt(eligible, slot) ? "eligible" : bitAt(open, slot) ? "unknown" : "refused";
  });
}

/** Every product judged as the interpreter judges it. */
export function checkVerdicts(compiled: Compiled, products: readonly Criteria[], cells: readonly Cell[]) {
  const { features, asOf } = compiled;
  const expected = products.map((criteria) => (criteria === null ? null : interpret(features, criteria, cells, asOf)));
  assert.deepEqual(verdicts(compiled, cells, products.length), expected);
}

export function bitAt(bits: Uint32Array, slot: number): boolean {
  return (((bits[slot >>> 5] as number) >>> (slot & 31)) & 1) === 1;
}
