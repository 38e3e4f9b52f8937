import type { Catalogue, Criterion, Feature, Operator, Product, ProductType } from "../../../catalogue/index.ts";
import { amountRange, rateRange, tenorRange } from "../../../catalogue/products/ranges.ts";
import { distributionOf } from "./companies.ts";
import type { LabelDistribution, NumberDistribution, SetDistribution } from "./distributions.ts";
import { partsFrom } from "./random.ts";

type Parts = () => number;

const [FEWEST_CRITERIA, MOST_CRITERIA] = [4, 10];
/** Part of the thresholds that are rounded to two digits, and of the lists of set labels that are usual; the others are any. */
const ROUNDED = 0.8;
const DIGITS = 2;
/** Most criteria let nearly everybody pass, as products want customers; some are strict. */
const STRICT = { share: 0.27, from: 0.45, to: 0.86 } as const;
const MILD = { from: 0.86, to: 0.995 } as const;
/** Of a closed range, the part of what it refuses that lies above it. */
const REFUSED_ABOVE = 0.4;
/** Beside the usual operators of an ordered or plain label, how often it must be one label exactly. */
const EXACTLY = 0.05;
const MOST_FLAGS = 5;
const SEEDS_PER_PRODUCT = 1_000_003;
const CHANGED_SEED = 100_000;

/** So many products of the catalogue's shape, but harder; the first ones are the same however many there are. */
export function drawProducts(catalogue: Catalogue, count: number, seed: number): Product[] {
  return Array.from({ length: count }, (_, number) => drawProduct(catalogue, number, seed));
}

/** @param seed another seed gives a product with the same id and other terms */
export function drawProduct(catalogue: Catalogue, number: number, seed: number): Product {
  const parts = partsFrom(seed * SEEDS_PER_PRODUCT + number);
  const type = oneOf(catalogue.productTypes, parts);
  const lender = oneOf(
    catalogue.lenders.filter(({ kind }) => type.lenderKinds.includes(kind)),
    parts,
  );
  const id = `bench-${String(number + 1).padStart(4, "0")}`;
  return {
    ...{ id, type: type.id, lender: lender.code, nameEn: `Product ${number + 1}`, nameZh: `产品${number + 1}` },
    ...termsOf(`${id}/${seed}`, type),
    ...{ security: type.security, collateralKinds: type.collateralKinds, collateralBits: 0, settlement: "off_chain" },
    amountFormula: type.amountFormula,
    criteria: drawCriteria(catalogue.features, parts),
  };
}

function termsOf(key: string, type: ProductType) {
  return { amountFen: amountRange(key, type), tenorMonths: tenorRange(key, type), annualRateBps: rateRange(key, type) };
}

function drawCriteria(features: readonly Feature[], parts: Parts): Criterion[] {
  const count = FEWEST_CRITERIA + Math.floor(parts() * (MOST_CRITERIA - FEWEST_CRITERIA + 1));
  const ranked = features.map((feature) => ({ feature, rank: -Math.log(parts()) / distributionOf(feature).weight }));
  const chosen = ranked.sort((a, b) => a.rank - b.rank).slice(0, count);
  return chosen.map(({ feature }) => drawCriterion(feature, parts));
}

/** One criterion that about the drawn part of those companies meets of which the feature is known. */
function drawCriterion(feature: Feature, parts: Parts): Criterion {
  const { from, to } = parts() < STRICT.share ? STRICT : MILD;
  const passing = from + parts() * (to - from);
  const distribution = distributionOf(feature);
  switch (distribution.kind) {
    case "number":
      return numberCriterion(feature, distribution, passing, parts);
    case "label":
      return labelCriterion(feature, distribution, passing, parts);
    case "set":
      return setCriterion(feature, distribution, passing, parts);
  }
}

function numberCriterion(
  { id, operators }: Feature,
  { quantile }: NumberDistribution,
  passing: number,
  parts: Parts,
): Criterion {
  const operator = oneOf(operators, parts);
  const rounded = parts() < ROUNDED;
  const at = (part: number) => threshold(quantile(part), rounded);
  const refused = 1 - passing;
  if (operator === ">=") return { feature: id, operator, value: at(refused) };
  if (operator === "<=") return { feature: id, operator, value: at(passing) };
  const [min, max] = [at(refused * (1 - REFUSED_ABOVE)), at(1 - refused * REFUSED_ABOVE)];
  return { feature: id, operator: "between", value: [min, max] };
}

/** A whole number, rounded to two digits or not. */
function threshold(value: number, rounded: boolean): bigint {
  const whole = Math.trunc(value);
  return BigInt(rounded ? Number(whole.toPrecision(DIGITS)) : whole);
}

function labelCriterion(
  { id, operators, values = [] }: Feature,
  { shares }: LabelDistribution,
  passing: number,
  parts: Parts,
): Criterion {
  const labels = values.map(({ label }, place) => ({ label, share: (shares[place] as number) / sumOf(shares) }));
  const usual = operators.filter((one) => one !== "==");
  const operator: Operator = operators.includes("==") && parts() < EXACTLY ? "==" : oneOf(usual, parts);
  if (operator === "==") return { feature: id, operator, value: mostOf(labels) };
  if (operator === ">=") return { feature: id, operator, value: lowestFor(labels, passing) };
  const listed = listFor(labels, operator === "in" ? passing : 1 - passing, operator === "in", parts);
  return { feature: id, operator, value: listed };
}

interface Share {
  readonly label: string;
  readonly share: number;
}

function mostOf(labels: readonly Share[]): string {
  return labels.reduce((most, one) => (one.share > most.share ? one : most)).label;
}

/** The highest label of an ordered list that so many companies reach. */
function lowestFor(labels: readonly Share[], passing: number): string {
  let [place, reaching] = [labels.length - 1, labels.at(-1)?.share ?? 0];
  while (place > 0 && reaching < passing) reaching += labels[--place]?.share ?? 0;
  return labels[place]?.label as string;
}

/** Labels in random order until they have so many companies at least (`over`), or as long as they have at most so many. */
function listFor(labels: readonly Share[], wanted: number, over: boolean, parts: Parts): string[] {
  const shareOf = new Map(labels.map(({ label, share }) => [label, share]));
  let sum = 0;
  return shuffled(labels, parts).filter((label) => {
    const share = shareOf.get(label) as number;
    if (over ? sum >= wanted : sum + share > wanted) return false;
    sum += share;
    return true;
  });
}

/** A usual list of the catalogue, or, of what should hold, labels that enough companies have; of what should not, any. */
function setCriterion(
  { id, operators, values = [], typicalValues }: Feature,
  { shares }: SetDistribution,
  passing: number,
  parts: Parts,
): Criterion {
  const operator = operators[0] as Operator;
  if (parts() < ROUNDED) return { feature: id, operator, value: oneOf(typicalValues, parts) };
  const labels = values.map(({ label }, place) => ({ label, share: shares[place] as number }));
  if (operator === "any of") return { feature: id, operator, value: listFor(labels, passing, true, parts) };
  const count = 1 + Math.floor(parts() * MOST_FLAGS);
  return { feature: id, operator, value: shuffled(labels, parts).slice(0, count) };
}

function shuffled(labels: readonly Share[], parts: Parts): string[] {
  const ranked = labels.map(({ label }) => ({ label, rank: parts() })).sort((a, b) => a.rank - b.rank);
  return ranked.map(({ label }) => label);
}

function oneOf<T>(choices: readonly T[], parts: Parts): T {
  const choice = choices[Math.floor(parts() * choices.length)];
  if (choice === undefined) throw new RangeError("products: nothing to choose from");
  return choice;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0);
}

/**
 * A product in place of one that there is: every other time with another one's criteria, whose thresholds are known, else
 * with new ones.
 */
export function changedProduct(
  catalogue: Catalogue,
  products: readonly Product[],
  number: number,
  seed: number,
): Product {
  const place = number % products.length;
  const { criteria, ...other } = drawProduct(catalogue, place, CHANGED_SEED + seed + number);
  const id = products[place]?.id as string;
  const known = products[(place * 7 + 3) % products.length]?.criteria ?? criteria;
  return { ...other, id, criteria: number % 2 === 0 ? known : criteria };
}
