/**
 * Outlives its parent for a moment. It is told over its input which process groups and which folder belong to the
 * stack, and when that input ends it puts away whatever is still on the list. After an orderly stop the list is empty;
 * after a `kill -9` of the parent it is not, and nobody else would be left to do it.
 */
import { rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";

import { groupExists, signalGroup } from "./process-group.ts";

/** One line of the guard's input, as JSON. */
export type GuardOrder =
  | { do: "track"; pid: number; signal: NodeJS.Signals }
  | { do: "forget"; pid: number }
  | { do: "ownFolder"; path: string }
  | { do: "forgetFolder" };

const GRACE_MS = 5_000;
const POLL_MS = 50;

const groups = new Map<number, NodeJS.Signals>();
let folder: string | undefined;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) obey(JSON.parse(line) as GuardOrder);
await putAway();

function obey(order: GuardOrder): void {
  if (order.do === "track") groups.set(order.pid, order.signal);
  else if (order.do === "forget") groups.delete(order.pid);
  else folder = order.do === "ownFolder" ? order.path : undefined;
}

async function putAway(): Promise<void> {
  for (const [pid, signal] of [...groups].reverse()) signalGroup(pid, signal);
  const deadline = Date.now() + GRACE_MS;
  while (Date.now() < deadline && [...groups.keys()].some(groupExists)) await sleep(POLL_MS);
  for (const pid of groups.keys()) signalGroup(pid, "SIGKILL");
  if (folder !== undefined) rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
