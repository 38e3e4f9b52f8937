import type { Criterion, CriterionValue, Feature, Lender, ProductType } from "../types.ts";
import { draw, pick, shuffle } from "./draw.ts";

const CNY = 100n;
const MILLION = 1_000_000n * CNY;

/** What lenders like to ask for besides what makes a product type. */
const USUAL_EXTRAS: readonly Criterion[] = [
  { feature: "firm_age_months", operator: ">=", value: 12n },
  { feature: "firm_age_months", operator: ">=", value: 24n },
  { feature: "firm_age_months", operator: "between", value: [12n, 120n] },
  { feature: "industry", operator: "not in", value: ["K", "J"] },
  { feature: "size_class", operator: "in", value: ["micro", "small"] },
  { feature: "size_class", operator: "in", value: ["micro", "small", "medium"] },
  { feature: "size_class", operator: "not in", value: ["large"] },
  { feature: "annual_sales", operator: ">=", value: MILLION },
  { feature: "annual_sales", operator: "between", value: [MILLION, 150n * MILLION] },
  { feature: "annual_sales", operator: "<=", value: 150n * MILLION },
  { feature: "sales_growth", operator: ">=", value: -2000n },
  { feature: "invoice_active_months", operator: ">=", value: 12n },
  { feature: "tax_credit_grade", operator: ">=", value: "M" },
  { feature: "tax_credit_grade", operator: "in", value: ["A", "B"] },
  { feature: "tax_credit_grade", operator: "not in", value: ["C", "D"] },
  { feature: "tax_credit_grade", operator: "==", value: "A" },
  { feature: "tax_arrears", operator: "<=", value: 0n },
  { feature: "insured_employees", operator: ">=", value: 3n },
  { feature: "insured_employees", operator: ">=", value: 10n },
  { feature: "debt_to_assets", operator: "<=", value: 7000n },
  { feature: "loan_balance", operator: "<=", value: 10n * MILLION },
  { feature: "lenders", operator: "<=", value: 3n },
  { feature: "lenders", operator: "<=", value: 5n },
];

const MOST_EXTRAS = 3;
const DROPPED_ONE_IN = 10;

/**
 * The criteria of one product: those typical of its type, each sometimes a step stricter or milder and now and then left
 * out; up to three usual extras; the lender's cities; and, where the type does so, no red flags.
 */
export function criteriaFor(
  key: string,
  type: ProductType,
  lender: Lender,
  features: ReadonlyMap<string, Feature>,
): Criterion[] {
  const own = typicalCriteria(key, type, features);
  const used = new Set(own.map(({ feature }) => feature));
  const criteria = [...own, ...extraCriteria(key, used)];
  if (lender.cities.length > 0) criteria.push({ feature: "region", operator: "in", value: lender.cities });
  if (type.excludesRedFlags && !used.has("red_flags")) criteria.push(noRedFlags(key, features));
  return criteria;
}

function typicalCriteria(key: string, type: ProductType, features: ReadonlyMap<string, Feature>): Criterion[] {
  const kept = type.typicalEligibility.filter(({ feature }, index) => {
    const essential = index === 0 || feature === "red_flags";
    return essential || draw(`${key}/${feature}/dropped`, DROPPED_ONE_IN) !== 0;
  });
  return kept.map((criterion) => varied(key, criterion, features));
}

function varied(key: string, criterion: Criterion, features: ReadonlyMap<string, Feature>): Criterion {
  const typical = features.get(criterion.feature)?.typicalValues ?? [];
  const choices = [criterion.value, ...neighbours(criterion.value, typical)];
  return { ...criterion, value: pick(`${key}/${criterion.feature}`, choices) };
}

/** The typical values next to a value, one step on either side; of lists of labels, those that share a label with it. */
function neighbours(value: CriterionValue, typical: readonly CriterionValue[]): CriterionValue[] {
  if (typeof value === "object") {
    return typical.filter(
      (other) => typeof other === "object" && other.some((label) => value.includes(label as never)),
    );
  }
  const position = typical.indexOf(value);
  return position < 0
    ? []
    : [...typical.slice(Math.max(position - 1, 0), position), ...typical.slice(position + 1, position + 2)];
}

function extraCriteria(key: string, used: ReadonlySet<string>): Criterion[] {
  const features = new Set(USUAL_EXTRAS.map(({ feature }) => feature).filter((feature) => !used.has(feature)));
  const chosen = shuffle(`${key}/extras`, [...features]).slice(0, draw(`${key}/extras`, MOST_EXTRAS + 1));
  return chosen.map((name) =>
    pick(
      `${key}/extra ${name}`,
      USUAL_EXTRAS.filter(({ feature }) => feature === name),
    ),
  );
}

function noRedFlags(key: string, features: ReadonlyMap<string, Feature>): Criterion {
  const choices = features.get("red_flags")?.typicalValues ?? [];
  return { feature: "red_flags", operator: "none of", value: pick(`${key}/red_flags`, choices) };
}
