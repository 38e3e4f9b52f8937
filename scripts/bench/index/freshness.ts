import { setTimeout as sleep } from "node:timers/promises";

import type { Load } from "./load.ts";

export interface Freshness {
  freshnessP50Ms: number;
  freshnessP95Ms: number;
  freshnessMaxMs: number;
  probes: number;
}

const POLL_MS = 15;
const GIVE_UP_MS = 120_000;

/** Pauses between probes, unequal so that they do not fall into step with anything that polls. */
const PAUSES_MS = [110, 370, 230, 530, 170, 410, 290, 470];

/**
 * How long after its transaction was mined a statement can be had from the API: one statement at a time, asked for by
 * its id until it is there.
 * @throws Error when one does not appear within two minutes.
 */
export async function measureFreshness(apiUrl: string, load: Load, probes: number): Promise<Freshness> {
  // Not timed: the API has to follow first all that was mined before it started, which it does in order.
  await untilServed(`${apiUrl}/v1/attestations/${await load.mineOne()}`);
  const delaysMs: number[] = [];
  for (let probe = 0; probe < probes; probe++) {
    const attestationId = await load.mineOne();
    const minedAt = performance.now();
    await untilServed(`${apiUrl}/v1/attestations/${attestationId}`);
    delaysMs.push(performance.now() - minedAt);
    await sleep(PAUSES_MS[probe % PAUSES_MS.length]);
  }
  delaysMs.sort((a, b) => a - b);
  return {
    freshnessP50Ms: percentile(delaysMs, 50),
    freshnessP95Ms: percentile(delaysMs, 95),
    freshnessMaxMs: percentile(delaysMs, 100),
    probes,
  };
}

async function untilServed(url: string): Promise<void> {
  const deadline = Date.now() + GIVE_UP_MS;
  for (;;) {
    const response = await fetch(url);
    const body = await response.text();
    if (response.ok) return;
    if (Date.now() > deadline) throw new Error(`${url} was not served within ${GIVE_UP_MS / 1000} s: ${body}`);
    await sleep(POLL_MS);
  }
}

/** The smallest of the sorted values that at least `share` per cent of them do not exceed. */
export function percentile(sorted: readonly number[], share: number): number {
  const index = Math.max(0, Math.ceil((sorted.length * share) / 100) - 1);
  return Math.round(sorted[index] ?? Number.NaN);
}
