import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { after, limit, paged } from "../../../indexer-api/src/http/pagination.ts";

describe("limit", () => {
  it("is 50 unless given", () => {
    assert.equal(limit.parse(undefined), 50);
    assert.equal(limit.parse("200"), 200);
  });

  for (const text of ["0", "201", "-1", "1.5", "1e2", "", "ten", "99999999999999999999"]) {
    it(`refuses "${text}"`, () => assert.equal(limit.safeParse(text).success, false));
  }
});

describe("after", () => {
  it("takes the keys of every list, the longest too, and nothing else", () => {
    const entityId = after(/^0x[0-9a-f]{64}$/);
    assert.equal(entityId.safeParse(`0x${"5a".repeat(32)}`).success, true);
    assert.equal(entityId.safeParse(`0x${"5a".repeat(33)}`).success, false);
    assert.equal(after(/^\d+$/).safeParse("1".repeat(67)).success, false);
  });
});

describe("paged", () => {
  const rows = ["a", "b", "c"];

  it("says where to go on when more rows came than were asked for", () => {
    assert.deepEqual(
      paged(rows, 2, (row) => row),
      { items: ["a", "b"], page: { limit: 2, next: "b" } },
    );
  });

  it("ends when the last row is on the page", () => {
    assert.equal(paged(rows, 3, (row) => row).page.next, null);
    assert.deepEqual(
      paged([], 3, (row: string) => row),
      { items: [], page: { limit: 3, next: null } },
    );
  });
});
