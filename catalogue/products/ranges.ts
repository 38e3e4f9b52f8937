import type { ProductType } from "../types.ts";
import { draw, pick } from "./draw.ts";

const FEN_PER_CNY = 100n;
const RATE_STEP_BPS = 5;
const TENORS = [1, 2, 3, 6, 9, 12, 18, 24, 36, 48, 60, 84, 96, 120];

/** Round amounts of money, in fen: 10,000 CNY, 20,000, 30,000, 50,000, 80,000, 100,000 and so on to 100 million. */
const ROUND_AMOUNTS: readonly bigint[] = [4, 5, 6, 7]
  .flatMap((exponent) => [1n, 2n, 3n, 5n, 8n].map((step) => step * 10n ** BigInt(exponent)))
  .map((cny) => cny * FEN_PER_CNY);

/** A product's smallest amount lies in the lower third of the steps that its type allows, its largest in the upper half. */
export function amountRange(key: string, { amountFen: { min, max } }: ProductType) {
  const steps = ROUND_AMOUNTS.filter((amount) => amount >= min && amount <= max);
  return {
    min: pick(`${key}/amount min`, steps.slice(0, Math.ceil(steps.length / 3))),
    max: pick(`${key}/amount max`, steps.slice(Math.floor(steps.length / 2))),
  };
}

/** In months, by the same rule. */
export function tenorRange(key: string, { tenorMonths: { min, max } }: ProductType) {
  const steps = TENORS.filter((months) => months >= min && months <= max);
  return {
    min: pick(`${key}/tenor min`, steps.slice(0, Math.ceil(steps.length / 3))),
    max: pick(`${key}/tenor max`, steps.slice(Math.floor(steps.length / 2))),
  };
}

/** In basis points: the lowest rate lies in the lower half of the type's range, the highest anywhere above it. */
export function rateRange(key: string, { annualRateBps: { min, max } }: ProductType) {
  const low = min + RATE_STEP_BPS * draw(`${key}/rate min`, stepsBetween(min, (min + max) / 2) + 1);
  const high = low + RATE_STEP_BPS * (1 + draw(`${key}/rate max`, stepsBetween(low, max)));
  return { min: low, max: high };
}

function stepsBetween(low: number, high: number): number {
  return Math.floor((high - low) / RATE_STEP_BPS);
}
