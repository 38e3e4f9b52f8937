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
  const table = new Uint16Array(WHOLE_BPS + 1).fill(points[0]?.bps ?? 0);
  for (const [index, from] of points.entries()) {
    const to = points[index + 1] ?? { defaultBps: WHOLE_BPS + 1, bps: from.bps };
    for (let defaultBps = from.defaultBps; defaultBps < to.defaultBps; defaultBps++) {
      const part = (defaultBps - from.defaultBps) / (to.defaultBps - from.defaultBps);
      table[defaultBps] = Math.floor(from.bps + (to.bps - from.bps) * part);
    }
  }
  return table;
}
