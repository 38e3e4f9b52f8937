import type { Clock } from "./clock.ts";

/** A story as it is played: whenever it has to wait, it yields the unix time from which it goes on. */
export type Script = AsyncGenerator<number, void>;

/**
 * Plays stories side by side on one chain: always the one whose turn comes first goes on, and the clock moves when all
 * wait. One at a time, so that every run is the same.
 * @param onTurn told the chain's time whenever a story goes on
 */
export async function playAll(
  scripts: readonly Script[],
  clock: Pick<Clock, "now" | "moveTo">,
  onTurn: (now: number) => void = () => undefined,
): Promise<void> {
  const start = await clock.now();
  let waiting = scripts.map((script) => ({ script, until: start }));
  while (waiting.length > 0) {
    const next = waiting.reduce((first, other) => (other.until < first.until ? other : first));
    await clock.moveTo(next.until);
    onTurn(next.until);
    const { done, value } = await next.script.next();
    if (done) waiting = waiting.filter((other) => other !== next);
    else next.until = value;
  }
}
