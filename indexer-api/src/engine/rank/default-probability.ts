import type { DefaultPoint, Scorecard } from "../../../../catalogue/index.ts";
import { MAX_TOTAL } from "../../../../catalogue/scorecard/types.ts";

export const WHOLE_BPS = 10_000;
/** Millionths. */
export const PPM_PER_BPS = 100;

/**
 * Default probability in whole basis points of each total from 0 to 1000, by the scale of a scorecard: odds of
 * `odds` to 1 at `points`, doubled every `pointsToDoubleOdds`.
 */
export function defaultBpsByTotal({ points, odds, pointsToDoubleOdds }: Scorecard["scale"]): Uint16Array {
  return Uint16Array.from({ length: MAX_TOTAL + 1 }, (_, total) =>
    Math.round(WHOLE_BPS / (1 + odds * 2 ** ((total - points) / pointsToDoubleOdds))),
  );
}

/**
 * A function of the default probability at each whole basis point, rounded down: straight lines between the points, level
 * before the first and behind the last.
 * @param points at least one, by ascending default probability
 */
export function tableByDefault(points: readonly DefaultPoint[]): Uint16Array {
  return Uint16Array.from({ length: WHOLE_BPS + 1 }, (_, defaultBps) => {
    const next = points.findIndex((point) => point.defaultBps >= defaultBps);
    const to = points.at(next) as DefaultPoint;
    const from = points[next - 1];
    if (next < 0 || from === undefined) return to.bps;
    const part = (defaultBps - from.defaultBps) / (to.defaultBps - from.defaultBps);
    return Math.floor(from.bps + (to.bps - from.bps) * part);
  });
}
