import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";

import { Columns } from "../../../indexer-api/src/engine/columns.ts";
import { readBody, readHeader, snapshotBytes, SnapshotError } from "../../../indexer-api/src/match-store/snapshot.ts";
import type { Snapshot } from "../../../indexer-api/src/match-store/snapshot.ts";
import { arbitraryCompany, FEATURES } from "../engine/arbitrary.ts";
import { HEAD, snapshotOf } from "./small-snapshot.ts";

function written(snapshot: Snapshot): Buffer {
  return Buffer.concat(Array.from(snapshotBytes(snapshot), (piece) => Buffer.from(piece)));
}

/** Reads as from a file. */
async function read(bytes: Uint8Array): Promise<Snapshot> {
  let at = 0;
  const from = (into: Uint8Array) => {
    const part = bytes.subarray(at, at + into.length);
    into.set(part);
    at += part.length;
    return Promise.resolve(part.length);
  };
  return readBody(from, await readHeader(from));
}

const SMALL = snapshotOf([
  [2n ** 40n, -5n, 1_583_020_800n, "A", "west", { holds: 1, unknown: 2 }, null],
  [2n ** 70n, null, null, null, "elsewhere", null, { holds: 5, unknown: 0 }],
]);

describe("a snapshot", () => {
  it("is read as it was written", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(arbitraryCompany, { maxLength: 8 }), async (companies) => {
        const snapshot = snapshotOf(companies);
        const { columns, scores, codes, ...head } = await read(written(snapshot));
        assert.deepEqual(head, { ...HEAD, companies: companies.length });
        for (const row of companies.keys()) assert.deepEqual(columns.get(row), snapshot.columns.get(row));
        assert.deepEqual([...scores.subarray(0, companies.length)], [...snapshot.scores.subarray(0, companies.length)]);
        assert.deepEqual(codes, snapshot.codes);
        // The room behind them is as it would be without them.
        const empty = new Columns(FEATURES, 1).get(0);
        assert.deepEqual(columns.get(companies.length), empty);
        assert.equal(scores[companies.length], -1);
      }),
      { numRuns: 100 },
    );
  });

  it("is refused with any one bit flipped", async () => {
    const bytes = written(SMALL);
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const broken = Uint8Array.from(bytes);
      broken[bit >> 3] = (broken[bit >> 3] as number) ^ (1 << (bit & 7));
      await assert.rejects(read(broken), SnapshotError, `bit ${bit}`);
    }
  });

  it("is refused cut short anywhere, and with a byte behind it", async () => {
    const bytes = written(SMALL);
    for (let length = 0; length < bytes.length; length++) {
      await assert.rejects(read(bytes.subarray(0, length)), SnapshotError, `${length} bytes`);
    }
    await assert.rejects(read(Buffer.concat([bytes, Buffer.of(0)])), SnapshotError);
  });

  it("is refused when it is of another version, and says so", async () => {
    const bytes = written(SMALL);
    bytes[7] = 1;
    await assert.rejects(read(bytes), /is of version 1, this is 3/);
  });

  it("is refused when its bytes are anything else", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await assert.rejects(read(bytes), SnapshotError);
        await assert.rejects(read(Buffer.concat([Buffer.from("LNMATCH\x03"), bytes])), SnapshotError);
      }),
    );
  });
});
