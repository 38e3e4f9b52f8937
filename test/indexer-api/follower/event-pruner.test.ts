import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { matchEvents, storeMatchEvents } from "../../../indexer-api/src/data/match-events.ts";
import { matchState } from "../../../indexer-api/src/data/match-state.ts";
import { EventPruner, MOST_AT_ONCE } from "../../../indexer-api/src/follower/event-pruner.ts";
import { startDatabase } from "../match-store/database.ts";
import type { TestDatabase } from "../match-store/database.ts";
import { NOW } from "../stated.ts";

const DAY = 86_400n;
const OLD = MOST_AT_ONCE + 10;

describe("EventPruner over PostgreSQL", () => {
  let database: TestDatabase;
  before(async () => {
    database = await startDatabase();
    await storeMatchEvents(database.client, events(1, OLD), block(NOW));
    await storeMatchEvents(database.client, events(OLD + 1, 5), block(NOW + DAY));
  });
  after(() => database?.stop());

  const block = (time: bigint) => ({ number: 1n, hash: "0x", time });
  const events = (first: number, count: number) =>
    Array.from({ length: count }, (_, index) => {
      return { id: BigInt(first + index), kind: "product changed" as const, product: "a", subject: null };
    });
  const kept = async () => {
    const rows = await matchEvents(database.client, { product: null, entityId: null }, 0n, 2 * OLD);
    return [rows[0]?.id, rows.length];
  };
  const forgotten = async () => (await matchState(database.client)).forgotten;

  it("forgets batch by batch what is older than it keeps, and notes up to where", async () => {
    const pruner = new EventPruner(2);
    assert.equal(await pruner.work(database.client, block(NOW + 2n * DAY)), false);
    assert.deepEqual(await kept(), [1n, OLD + 5]);
    assert.equal(await forgotten(), 0n);
    const later = block(NOW + 2n * DAY + 700n);
    assert.equal(await pruner.work(database.client, later), true);
    assert.equal(await forgotten(), BigInt(MOST_AT_ONCE));
    assert.equal(await pruner.work(database.client, later), false);
    assert.deepEqual(await kept(), [BigInt(OLD + 1), 5]);
    assert.equal(await forgotten(), BigInt(OLD));
  });

  it("looks again after minutes of the chain's time, also when that went back", async () => {
    const pruner = new EventPruner(1);
    await pruner.work(database.client, block(NOW));
    await pruner.work(database.client, block(NOW + 599n));
    await storeMatchEvents(database.client, events(OLD + 6, 1), block(NOW + 9n * DAY));
    await pruner.work(database.client, block(NOW + 9n * DAY));
    assert.deepEqual(await kept(), [BigInt(OLD + 6), 1]);
    await pruner.work(database.client, block(NOW));
    assert.deepEqual(await kept(), [BigInt(OLD + 6), 1]);
  });
});
