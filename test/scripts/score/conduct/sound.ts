import assert from "node:assert/strict";

import type { Scorecard } from "../../../../catalogue/scorecard/types.ts";
import { CANDIDATES } from "../../../../scripts/score/conduct/candidates.ts";

/** What holds of every conduct card, whatever it was trained on. */
export function assertSound(card: Scorecard): void {
  assert.ok(card.characteristics.length >= 1 && card.characteristics.length <= 7);
  assert.equal(
    card.characteristics.reduce((sum, { weightBps }) => sum + weightBps, 0),
    10_000,
  );
  for (const { id, axes, cells, unknownPoints, withheldPoints } of card.characteristics) {
    const better = CANDIDATES.find(({ input }) => input.id === id)?.better;
    const bins = cells.slice(1);
    const rising = better === "higher" ? bins : bins.toReversed();
    const worst = Math.min(...cells);
    assert.equal(cells.length, (axes[0]?.cuts.length ?? 0) + 2, id);
    assert.ok(bins.length >= 2 && bins.length <= 5, `${id} has ${bins.length} bins`);
    assert.deepEqual(
      rising,
      rising.toSorted((a, b) => a - b),
      `${id} runs against its direction`,
    );
    assert.equal(cells[0], worst, `${id}: a figure that cannot be computed beats the worst bin`);
    assert.ok(withheldPoints <= worst, `${id}: withholding pays`);
    assert.ok(unknownPoints <= 0, `${id}: silence pays`);
  }
}
