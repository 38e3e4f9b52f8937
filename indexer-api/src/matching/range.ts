/** How far `value` lies outside the closed range; 0 inside it. */
export function distanceOutside(value: bigint, [lowest, highest]: readonly [bigint, bigint]): bigint {
  if (value < lowest) return lowest - value;
  return value > highest ? value - highest : 0n;
}
