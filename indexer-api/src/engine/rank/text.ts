const PPM_PER_CENTI_PERCENT = 100;
const FEN_PER_YUAN = 100;

/** Millionths as per cent with two decimals, rounded half away from 0: 43549 is "4.35". */
export function percentText(ppm: number): string {
  return bpsText(Math.sign(ppm) * Math.round(Math.abs(ppm) / PPM_PER_CENTI_PERCENT));
}

/** Basis points as per cent with two decimals: 435 is "4.35". @param bps a whole number */
export function bpsText(bps: number): string {
  const digits = String(Math.abs(bps)).padStart(3, "0");
  return `${bps < 0 ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/**
 * Parts of a sum in whole basis points that add up to the sum so rounded: each is rounded down or up, up those that lose the
 * most by rounding down. @param parts ppm, whole numbers
 */
export function roundedTogether(parts: readonly number[]): number[] {
  const sum = parts.reduce((total, part) => total + part, 0);
  const down = parts.map((part) => Math.floor(part / PPM_PER_CENTI_PERCENT));
  const missing = Math.round(sum / PPM_PER_CENTI_PERCENT) - down.reduce((total, part) => total + part, 0);
  const lost = parts.map((part, place) => ({ place, rest: part - (down[place] as number) * PPM_PER_CENTI_PERCENT }));
  const up = new Set(
    lost
      .sort((a, b) => b.rest - a.rest || a.place - b.place)
      .slice(0, missing)
      .map(({ place }) => place),
  );
  return down.map((part, place) => part + (up.has(place) ? 1 : 0));
}

/** Fen as yuan, rounded to whole ones from a hundred on, thousands apart: 123456789 is "1,234,568". @param fen from 0 on */
export function yuanText(fen: number): string {
  const whole = fen >= 100 * FEN_PER_YUAN;
  const text = (fen / FEN_PER_YUAN).toFixed(whole ? 0 : 2);
  return grouped(text);
}

/** A decimal with its thousands apart: "-1234567.8901" is "-1,234,567.8901". */
export function grouped(decimal: string): string {
  return decimal.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
}
