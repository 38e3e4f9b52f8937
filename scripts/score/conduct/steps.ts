import type { Candidate } from "./candidates.ts";
import type { Input, Panel } from "./panel.ts";

/** One firm seen after one month: indices into a panel. */
export interface Sighting {
  readonly month: number;
  readonly firm: number;
}

/** The sightings of some firms that the tax office has something to say about. */
export function sightingsOf(panel: Panel, months: readonly number[], firms: readonly number[]): Sighting[] {
  return months.flatMap((month) => firms.flatMap((firm) => (panel.inputs[month]?.[firm] ? [{ month, firm }] : [])));
}

/**
 * Cuts at the quantiles of the inputs, each rounded to two significant digits so that people can remember it. The outcome has no
 * part in them.
 * @param bins how many bins of about equal size; fewer come out where values repeat
 */
export function quantileCuts(panel: Panel, sightings: readonly Sighting[], candidate: number, bins: number): number[] {
  const known = sightings
    .map((sighting) => inputAt(panel, sighting, candidate))
    .filter((input) => typeof input === "bigint");
  const sorted = known.map(Number).sort((a, b) => a - b);
  const quantiles = Array.from({ length: bins - 1 }, (_, index) => {
    return roundToTwoDigits(sorted[Math.floor(((index + 1) * sorted.length) / bins)] ?? 0);
  });
  return [...new Set(quantiles)].filter((cut) => cut > (sorted[0] ?? 0)).sort((a, b) => a - b);
}

function roundToTwoDigits(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.abs(value) || 1)) - 1);
  return Math.round(value / unit) * unit;
}

/**
 * How many steps an input is above the worst bin: 0 for the worst. An input that is undefined or withheld stands with the
 * worst, so that having no figure never beats having one.
 */
export function levelOf(input: Input, cuts: readonly number[], better: Candidate["better"]): number {
  if (typeof input !== "bigint") return 0;
  const passed = cuts.filter((cut) => input >= cut).length;
  return better === "higher" ? passed : cuts.length - passed;
}

export function inputAt(panel: Panel, { month, firm }: Sighting, candidate: number): Input {
  const input = panel.inputs[month]?.[firm]?.[candidate];
  if (input === undefined) throw new RangeError(`firm ${firm} has no candidate ${candidate} after month ${month}`);
  return input;
}
