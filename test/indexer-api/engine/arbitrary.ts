import fc from "fast-check";
import type { Criterion, Operator } from "../../../catalogue/index.ts";
import type { FeatureSpec } from "../../../indexer-api/src/engine/features.ts";
import type { Cell } from "../../../indexer-api/src/engine/values.ts";

const NUMBER = { kind: "number", ordered: false, labels: [] } as const;

/** One of each kind, and two numbers. */
export const FEATURES: readonly FeatureSpec[] = [
  { id: "sales", ...NUMBER },
  { id: "growth", ...NUMBER },
  { id: "age", kind: "age", ordered: false, labels: [] },
  { id: "grade", kind: "label", ordered: true, labels: ["D", "C", "B", "A"] },
  { id: "region", kind: "label", ordered: false, labels: ["north", "east", "south", "west", "centre"] },
  { id: "flags", kind: "set", ordered: false, labels: ["arrears", "court", "fraud", "abnormal"] },
  { id: "awards", kind: "set", ordered: false, labels: ["gold", "silver", "bronze"] },
];

const DAY = 86_400n;
const LIMITS = [7n, 15n, 31n, 53n, 63n, 64n, 255n].flatMap((bits) => [2n ** bits - 1n, 2n ** bits, 2n ** bits + 1n]);

/** Small ones, so that thresholds and values meet; the limits of integers and doubles; anything. */
const whole = fc.oneof(
  { weight: 6, arbitrary: fc.bigInt(-6n, 6n) },
  { weight: 2, arbitrary: fc.constantFrom(...LIMITS, ...LIMITS.map((limit) => -limit)) },
  { weight: 1, arbitrary: fc.bigInt(-(2n ** 70n), 2n ** 70n) },
  { weight: 1, arbitrary: fc.bigInt(-(2n ** 52n), 2n ** 52n) },
);

/** Some day of this century, at any second; often the end of a month. */
export const AS_OF = fc.oneof(
  fc.bigInt(1_000_000_000n, 4_000_000_000n),
  fc.constantFrom(...["2024-02-29", "2025-02-28", "2026-03-31", "2026-04-30", "2026-12-31"].map(secondsOf)),
);

function secondsOf(day: string): bigint {
  return BigInt(Date.parse(day) / 1000);
}

const months = fc.oneof(fc.bigInt(-2n, 30n), whole);
const days = fc.oneof(
  fc.bigInt(0n, 16_000n).map((day) => day * DAY),
  fc.bigInt(-1_000_000_000n, 4_100_000_000n),
  fc.constantFrom(...["2024-01-31", "2024-02-29", "2025-12-31", "2026-03-30"].map(secondsOf)),
);

function cellOf({ kind, labels }: FeatureSpec): fc.Arbitrary<Cell> {
  switch (kind) {
    case "number":
      return whole;
    case "age":
      return days;
    case "label":
      return fc.constantFrom(...labels, "elsewhere");
    case "set":
      return fc
        .tuple(...labels.map(() => fc.constantFrom("holds", "unknown", "not")))
        .map((states) => ({ holds: bitsOf(states, "holds"), unknown: bitsOf(states, "unknown") }));
  }
}

function bitsOf(states: readonly string[], wanted: string): number {
  return states.reduce((bits, state, place) => (state === wanted ? bits | (1 << place) : bits), 0);
}

export const arbitraryCompany: fc.Arbitrary<Cell[]> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(FEATURES.map(() => null)) },
  { weight: 9, arbitrary: fc.tuple(...FEATURES.map((one) => fc.option(cellOf(one), { freq: 4 }))) },
);

function criterionOf({ id, kind, ordered, labels }: FeatureSpec): fc.Arbitrary<Criterion> {
  const of = (operators: Operator[], value: fc.Arbitrary<Criterion["value"]>) =>
    fc.record({ feature: fc.constant(id), operator: fc.constantFrom(...operators), value });
  const lists = fc.subarray([...labels]);
  switch (kind) {
    case "number":
    case "age": {
      const number = kind === "age" ? months : whole;
      return fc.oneof(of([">=", "<=", "=="], number), of(["between"], fc.tuple(number, number)));
    }
    case "label": {
      const single = of(ordered ? [">=", "<=", "=="] : ["=="], fc.constantFrom(...labels));
      return fc.oneof(single, of(["in", "not in"], lists));
    }
    case "set":
      return of(["any of", "none of"], lists);
  }
}

/** None, some, many, contradictory and repeated ones. */
export const arbitraryCriteria: fc.Arbitrary<Criterion[]> = fc
  .array(fc.oneof(...FEATURES.map(criterionOf)), { maxLength: 6 })
  .chain((criteria) => fc.boolean().map((twice) => (twice ? [...criteria, ...criteria] : criteria)));
