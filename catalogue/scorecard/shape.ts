import { z } from "zod";
import { MAX_INPUT, MAX_TOTAL, MIN_INPUT } from "./types.ts";
import type { Scorecard } from "./types.ts";

/** The limits of `contracts/scoring/ScoreModel.sol`. */
const MAX = { sources: 64, grades: 16, inputs: 128, characteristics: 128, cuts: 31, terms: 8, axes: 2 } as const;
const WHOLE_BPS = 10_000;
/** A family's name is a bytes32 on the chain. */
const FAMILY = /^[a-z][a-z0-9-]{0,30}$/;

const text = z
  .string()
  .min(1)
  .regex(/^\S(.*\S)?$/su, "must not be empty nor start or end with a space");
const chinese = text.regex(/\p{Script=Han}/u, "must contain Chinese characters");
const id = z.string().regex(/^[a-z][a-z0-9_]*$/, "must be lower-case letters, digits and _");
const factId = z.string().regex(/^[a-z]+\.[a-z][a-z0-9_]*$/, "must be <agency code>.<name> in lower case");
const points = z.int().min(-32_768, "must fit 16 bits").max(32_767, "must fit 16 bits");
const bps = z.int().min(0).max(WHOLE_BPS);
const cut = z.int().min(Number(MIN_INPUT), "must fit 48 bits").max(Number(MAX_INPUT), "must fit 48 bits");
const named = { nameEn: text, nameZh: chinese };
const terms = z.array(z.strictObject({ fact: factId, sign: z.union([z.literal(1), z.literal(-1)]) })).max(MAX.terms);

const input = z
  .strictObject({
    id,
    ...named,
    operation: z.enum(["value", "ratio", "days since"]),
    numerator: terms.min(1),
    denominator: terms,
    multiplier: z
      .int()
      .min(1)
      .max(2 ** 32 - 1),
  })
  .refine(
    ({ operation, denominator, multiplier }) =>
      operation === "ratio" ? denominator.length > 0 : denominator.length === 0 && multiplier === 1,
    "a ratio, and nothing else, has a denominator and may have a multiplier other than 1",
  );

const characteristic = z.strictObject({
  id,
  ...named,
  part: z.enum(["financial", "conduct", "administrative"]),
  basis: z.enum(["estimated", "expert judgement"]),
  adviceEn: text,
  adviceZh: chinese,
  weightBps: bps,
  axes: z
    .array(z.strictObject({ input: id, cuts: z.array(cut).max(MAX.cuts) }))
    .min(1)
    .max(MAX.axes),
  unknownPoints: points,
  withheldPoints: points,
  cells: z.array(points),
});

const grade = z.strictObject({
  label: text,
  fromPoints: z.int().min(0).max(MAX_TOTAL),
  ...{ defaultRateBps: bps, defaultRateLowBps: bps, defaultRateHighBps: bps },
  ...{ companies: z.int().min(0), defaults: z.int().min(0) },
});

/** One file of `catalogue/scorecards/`, right in itself; what it must agree on with the catalogue is in `checks/`. */
export const scorecardFile = z.strictObject({
  family: z.string().regex(FAMILY, "must be at most 31 lower-case letters, digits and -"),
  version: z
    .int()
    .min(1)
    .max(2 ** 32 - 1),
  ...named,
  description: text,
  scale: z.strictObject({ points: z.int(), odds: z.number().positive(), pointsToDoubleOdds: z.int().positive() }),
  basePoints: points,
  minimumCoverageBps: bps,
  sources: z.array(text).min(1).max(MAX.sources),
  inputs: z.array(input).min(1).max(MAX.inputs),
  characteristics: z.array(characteristic).min(1).max(MAX.characteristics),
  grades: z.array(grade).min(1).max(MAX.grades),
  provenance: z.record(z.string(), z.unknown()),
}) satisfies z.ZodType<Scorecard>;
