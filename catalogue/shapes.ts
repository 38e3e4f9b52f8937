import { z } from "zod";

/**
 * The shape of each catalogue file, one by one. What joins files (a fact that a feature names, a lender that a product
 * names) is checked afterwards, in `checks/`. Unknown keys are refused, so that a misspelt option cannot be ignored.
 */

const text = z
  .string()
  .min(1)
  .regex(/^\S(.*\S)?$/su, "must not be empty nor start or end with a space");
const note = z.string();
const chinese = text.regex(/\p{Script=Han}/u, "must contain Chinese characters");
const code = z.string().regex(/^[a-z][a-z0-9_]*$/, "must be lower-case letters, digits and _");
const factId = z.string().regex(/^[a-z]+\.[a-z][a-z0-9_]*$/, "must be <agency code>.<name> in lower case");
const integer = z.int("must be a whole number").transform((value) => BigInt(value));
const names = { nameEn: text, nameZh: chinese };
const label = z.strictObject({ label: text, ...names });
const decimalText = z
  .string()
  .regex(/^(0|[1-9]\d*)$/, "must be a whole number written as text")
  .transform((value) => BigInt(value));
const regExp = text.refine(isRegExp, "must be a regular expression anchored by ^ and $");

const verification = z.enum(["verified", "partly verified", "from general knowledge, unverified", "design choice"]);

export const catalogueFile = z.strictObject({
  version: z.string().regex(/^\d+\.\d+\.\d+$/, "must be major.minor.patch"),
  asOf: z.iso.date(),
  sources: z.array(z.strictObject({ claim: text, source: note, verification })),
});

export const unitsFile = z.array(
  z.strictObject({
    unit: text,
    displayUnit: text,
    scale: z.int().min(0).max(18),
    type: z.enum(["amount", "count", "ratio", "date"]),
    ...names,
  }),
);

export const agenciesFile = z.array(
  z.strictObject({
    number: z.int().min(1, "must be 1 to 65535: 0 is the subject itself").max(65535, "must be 1 to 65535: uint16"),
    code,
    ...names,
    kind: z.enum(["government", "court", "central bank", "public institution", "utility"]),
    basis: note,
  }),
);

export const divisionsFile = z.array(
  z.strictObject({ code: z.string().regex(/^44\d\d00$/, "must be a prefecture-level code 44xx00"), ...names }),
);

const industryDivision = z.int().min(1).max(98);

export const industrySectionsFile = z.array(
  z.strictObject({
    code: z.string().regex(/^[A-T]$/, "must be one letter A to T"),
    ...names,
    firstDivision: industryDivision,
    lastDivision: industryDivision,
  }),
);

const advanceBps = z
  .int()
  .min(1)
  .max(10_000, "must be at most 10000 basis points: a lender may not lend more than the value");

export const assetKindsFile = z.strictObject({
  registers: z.array(z.strictObject({ number: z.int().min(1).max(255), code, ...names })),
  kinds: z.array(
    z.strictObject({ number: z.int().min(1).max(15), code, ...names, register: code, advanceBps, basis: text }),
  ),
});

/** Facts are named; the loader finds their positions. */
const asset = z.discriminatedUnion("effect", [
  z.strictObject({
    effect: z.literal("registers"),
    register: code,
    number: factId,
    kind: z.union([code, z.strictObject({ fact: factId, kinds: z.record(z.string(), code.nullable()) })]),
    status: z.strictObject({ fact: factId, inForce: text }).nullable(),
    due: factId,
    value: factId.nullable(),
  }),
  z.strictObject({ effect: z.literal("values"), value: factId }),
]);

const declaration = z.strictObject({ counterparty: factId, confirmers: z.array(code).min(1) });

const field = z.strictObject({
  id: factId,
  ...names,
  meaning: text.optional(),
  type: z.enum(["amount", "count", "ratio", "bool", "enum", "date", "code"]),
  unit: text.nullable(),
  polarity: z.enum(["good", "bad", "gate", "context"]),
  values: z.array(label).min(2, "an enum has two labels or more").optional(),
  min: integer.optional(),
  max: integer.optional(),
  codeSystem: text.optional(),
  pattern: regExp.optional(),
});

const MAX_FIELDS = 32;

export const schemasFile = z
  .array(
    z.strictObject({
      name: z.string().regex(/^[a-z]+\.[a-z][a-z0-9_]*\.v[1-9]\d*$/, "must be <issuer>.<subject matter>.v<version>"),
      ...names,
      description: text,
      mode: z.literal("stream"),
      item: z.strictObject({ kind: code, ...names, rule: text, pattern: regExp }).nullable(),
      asset: asset.nullable().default(null),
      declaration: declaration.nullable().default(null),
      validityDays: z.int().min(1).max(7300, "must be at most 7300 days (20 years)"),
      update: z.enum(["realtime", "daily", "weekly", "monthly", "quarterly", "annual", "event"]),
      access: z.enum(["public", "consent", "restricted"]),
      confidential: z.literal(false),
      fields: z.array(field).min(1).max(MAX_FIELDS, `a schema has at most ${MAX_FIELDS} fields`),
    }),
  )
  .min(1);

const operator = z.enum([">=", "<=", "between", "==", "in", "not in", "any of", "none of"]);
const criterionValue = z.union([integer, z.tuple([integer, integer]), text, z.array(text).min(1)]);
const criterion = z.strictObject({ feature: code, operator, value: criterionValue });

const labelTest = z.strictObject({
  fact: factId,
  operator: z.enum(["==", ">=", "in"]),
  value: z.union([z.boolean(), text, z.array(text).min(1)]),
});

export const featuresFile = z.strictObject({
  requestProperties: z.array(
    z.strictObject({
      id: code,
      ...names,
      unit: text.nullable(),
      values: z.array(label).optional(),
      note: text.optional(),
    }),
  ),
  features: z.array(
    z.strictObject({
      number: z.int().min(1).max(255, "must be 1 to 255: one byte of a criterion on the chain"),
      id: code,
      ...names,
      type: z.enum(["number", "enum", "ordered", "set", "code", "flagset"]),
      unit: text.nullable(),
      operators: z.array(operator).min(1),
      fromFacts: z.array(factId),
      derivation: z.string().regex(/^[a-z][A-Za-z]*$/, "must be a camelCase name"),
      computation: text,
      values: z
        .array(label.extend({ holdsWhen: labelTest.optional() }))
        .min(1)
        .optional(),
      valuesFrom: z.enum(["divisions", "industrySections"]).optional(),
      typicalValues: z.array(criterionValue),
      note: text.optional(),
    }),
  ),
});

const lenderKind = z.enum([
  "bank",
  "small_loan_company",
  "financing_guarantee_company",
  "regional_equity_market",
  "pawn_shop",
  "financial_leasing_company",
  "farmers_cooperative_mutual_credit",
  "social_crowdfunding_institution",
]);

const rising = { error: "min must not be more than max" };
const amountFen = z
  .strictObject({ min: decimalText, max: decimalText })
  .refine(({ min, max }) => min > 0n && min <= max, { error: "min must be more than 0 and not more than max" });
const tenorMonths = z
  .strictObject({ min: z.int().min(1), max: z.int().max(360) })
  .refine(({ min, max }) => min <= max, rising);
const annualRateBps = z
  .strictObject({ min: z.int().min(0), max: z.int().max(3600) })
  .refine(({ min, max }) => min <= max, rising);

export const productTypesFile = z.array(
  z.strictObject({
    id: code,
    ...names,
    count: z.int().min(1),
    security: code,
    collateralKinds: z.array(code),
    tokenSettled: z.int().min(0).default(0),
    amountFen,
    tenorMonths,
    annualRateBps,
    typicalEligibility: z.array(criterion),
    excludesRedFlags: z.boolean(),
    amountFormula: text,
    lenderKinds: z.array(lenderKind).min(1),
    verification,
    source: note,
  }),
);

export const lendersFile = z.array(
  z.strictObject({
    code,
    nameEn: text.regex(/\(development data\)$/, "must end with (development data): the lender is invented"),
    nameZh: chinese.regex(/（开发数据）$/, "must end with （开发数据）: the lender is invented"),
    kind: lenderKind,
    uscc: text,
    cities: z.array(z.string()),
  }),
);

export const productsFile = z.array(
  z.strictObject({
    id: z.string().regex(/^[a-z_]+-\d{3}$/, "must be <type>-<three digits>"),
    type: code,
    lender: code,
    ...names,
    amountFen,
    tenorMonths,
    annualRateBps,
    security: code,
    collateralKinds: z.array(code),
    settlement: z.enum(["off_chain", "token"]),
    amountFormula: text,
    criteria: z.array(criterion).min(1, "a product has at least one criterion"),
  }),
);

const basis = { verification, source: text };
const bps = z.int().min(0).max(10_000);
const defaultPoint = z.strictObject({ defaultBps: bps, bps });
const instrument = z.enum(["bond", "equity"]);
const feeTier = z.strictObject({ aboveFen: decimalText, bps, fixedFen: decimalText });

export const pricingFile = z.strictObject({
  unscored: z.strictObject({ defaultBps: bps, ...basis }),
  reference: z.strictObject({
    amountFen: decimalText.refine((value) => value > 0n, "must be more than 0"),
    tenorMonths: z.int().min(1).max(360),
    ...basis,
  }),
  ratePosition: z.strictObject({ points: z.array(defaultPoint).min(1), ...basis }),
  approval: z.strictObject({ points: z.array(defaultPoint).min(1), priorDecisions: z.int().min(1), ...basis }),
  application: z.strictObject({ fixedFen: decimalText, onceBps: bps, ...basis }),
  fit: z.strictObject({ shortfallBps: bps, surplusBps: bps, renewalOnceBps: bps, earlyOnceBps: bps, ...basis }),
  fees: z.array(
    z.strictObject({
      ...{ id: code, ...names, security: code },
      charged: z.enum(["yearly", "once"]),
      tiers: z.array(feeTier).min(1),
      ...basis,
    }),
  ),
  lossGivenDefault: z.array(z.strictObject({ security: code, bps, ...basis })),
  lenderCosts: z.array(z.strictObject({ kind: lenderKind, fundingBps: bps, operatingBps: bps, ...basis })),
  instruments: z.array(z.strictObject({ type: code, instrument, ...basis })),
  churn: z.strictObject({
    minRateBps: bps,
    maxRateBps: bps,
    curves: z.array(
      z.strictObject({
        rating: z.enum(["A", "B", "C"]),
        upToDefaultBps: bps,
        scaleBps: z.number().positive(),
        shape: z.number().positive(),
        rates: z.int().min(1),
        rmsErrorBps: z.number().min(0),
        largestErrorBps: z.number().min(0),
      }),
    ),
    ratingBasis: text,
    ...basis,
  }),
});

export type SchemaRow = z.output<typeof schemasFile>[number];
export type AssetRow = NonNullable<SchemaRow["asset"]>;
export type DeclarationRow = NonNullable<SchemaRow["declaration"]>;
export type FieldRow = SchemaRow["fields"][number];
export type FeatureRow = z.output<typeof featuresFile>["features"][number];

function isRegExp(pattern: string): boolean {
  try {
    new RegExp(pattern);
    return pattern.startsWith("^") && pattern.endsWith("$");
  } catch {
    return false;
  }
}
