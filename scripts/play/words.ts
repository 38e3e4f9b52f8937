import { formatDecimal } from "../../catalogue/index.ts";

const FEN_PER_CNY_SCALE = 2;

/** An amount in fen as an amount field takes it: `1500000.00`. */
export function amountText(amountFen: bigint): string {
  return formatDecimal(amountFen, FEN_PER_CNY_SCALE);
}

/** An amount in fen as people write it: `1,500,000.00 CNY`. */
export function cny(amountFen: bigint): string {
  const [whole = "", cents = ""] = amountText(amountFen).split(".");
  return `${BigInt(whole).toLocaleString("en-US")}.${cents} CNY`;
}

/** Fen from whole CNY. */
export function yuan(amount: number): bigint {
  return BigInt(amount) * 100n;
}

/** A rate in basis points a year: `3.90 %`. */
export function percent(rateBps: number): string {
  return `${formatDecimal(BigInt(rateBps), FEN_PER_CNY_SCALE)} %`;
}

/** Of a hash as much as tells it from the others: `0x1a2b3c…f00d`. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 8)}…${hash.slice(-4)}`;
}
