import { PLAY_DAYS } from "../play/days.ts";
import { play, type PlaySummary } from "../play/play.ts";
import type { LedgerTarget } from "../seed/development-ledger.ts";
import { type MarketSummary, openMarket } from "../seed/market.ts";
import { seed, type SeedSummary } from "../seed/seed.ts";
import type { Progress } from "../stack/progress.ts";
import type { StartOptions } from "./start-options.ts";

/** What a ledger was filled with. */
export interface Filled {
  readonly market: MarketSummary;
  /** Nothing when it was not to be played. */
  readonly played: PlaySummary | undefined;
  readonly seeded: SeedSummary;
}

type FillOptions = Pick<StartOptions, "companies" | "data" | "play" | "seed">;

/** The invoices at hand end in February 2020; a fact's validity is judged by the chain's clock. */
const CLOCK_AFTER_LAST_INVOICE = Date.parse("2020-03-01T00:00:00Z");
const DAY_MS = 86_400_000;

/** How many steps `fillLedger` reports. */
export function fillSteps(options: FillOptions): number {
  if (options.companies === 0) return 0;
  return playing(options) ? 3 : 2;
}

/**
 * When the chain's clock must start, so that it stands right when the companies are seeded: by the play's time earlier,
 * because facts of companies would expire while a year is played. Nothing: now.
 */
export function clockStart(options: FillOptions): Date | undefined {
  const time = options.data === undefined ? Date.now() : CLOCK_AFTER_LAST_INVOICE;
  if (playing(options)) return new Date(time - PLAY_DAYS * DAY_MS);
  return options.data === undefined ? undefined : new Date(time);
}

/** Publishes the products, plays the three financings, and then seeds the companies, in this order: see `clockStart`. */
export async function fillLedger(target: LedgerTarget, options: FillOptions, progress: Progress): Promise<Filled> {
  const market = await progress.step("products", (onProgress) => openMarket({ ...target, onProgress }));
  const until = Math.floor((options.data === undefined ? Date.now() : CLOCK_AFTER_LAST_INVOICE) / 1000);
  const played = playing(options)
    ? await progress.step("play", (onProgress) => play({ ...target, token: market.token, until, onProgress }))
    : undefined;
  const seeded = await progress.step("seeding", (onProgress) => seed({ ...target, ...options, onProgress }));
  return { market, played, seeded };
}

function playing({ companies, play: wanted }: FillOptions): boolean {
  return wanted && companies !== 0;
}
