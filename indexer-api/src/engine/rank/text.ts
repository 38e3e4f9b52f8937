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

/** Fen as yuan, rounded to whole ones from a hundred on, thousands apart: 123456789 is "1,234,568". @param fen from 0 on */
export function yuanText(fen: number): string {
  const whole = fen >= 100 * FEN_PER_YUAN;
  const text = (fen / FEN_PER_YUAN).toFixed(whole ? 0 : 2);
  return text.replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
}
