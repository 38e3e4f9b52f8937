import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { slotsOf } from "../../../indexer-api/src/engine/match-one.ts";
import { RequestFits } from "../../../indexer-api/src/engine/request.ts";
import type { LoanRequest } from "../../../indexer-api/src/engine/request.ts";

const LIMIT = 2n ** 53n;

function termsOf(min: bigint, max: bigint, security = "none") {
  return { amountFen: { min, max }, tenorMonths: { min: 3, max: 12 }, security };
}

function slotsFor(fits: RequestFits, request: LoanRequest): number[] {
  return slotsOf(fits.fits(request, new Uint32Array(4).fill(0xffff_ffff)));
}

describe("RequestFits", () => {
  const fits = new RequestFits();
  fits.set(0, termsOf(10n, 100n));
  fits.set(1, termsOf(100n, 200n, "patent"));
  fits.set(70, termsOf(LIMIT + 1n, 2n ** 200n, "real_estate"));
  fits.set(71, termsOf(0n, LIMIT - 1n));
  fits.remove(71);

  it("judges nothing that is not asked for, and no free slot", () => {
    assert.deepEqual(slotsFor(fits, {}), [0, 1, 70]);
  });

  it("takes both ends of a range, and nothing beside them", () => {
    const byAmount = [9n, 10n, 99n, 100n, 101n, 200n, 201n].map((amountFen) => slotsFor(fits, { amountFen }));
    assert.deepEqual(byAmount, [[], [0], [0], [0, 1], [1], [1], []]);
    const byTenor = [2, 3, 12, 13].map((tenorMonths) => slotsFor(fits, { tenorMonths }).length);
    assert.deepEqual(byTenor, [0, 3, 3, 0]);
  });

  it("tells amounts apart that doubles do not", () => {
    const found = [LIMIT, LIMIT + 1n, 2n ** 200n, 2n ** 200n + 1n].map((amountFen) => slotsFor(fits, { amountFen }));
    assert.deepEqual(found, [[], [70], [70], []]);
  });

  it("needs the product's security among what is offered, where it needs any", () => {
    assert.deepEqual(slotsFor(fits, { securityOffered: [] }), [0]);
    assert.deepEqual(slotsFor(fits, { securityOffered: ["patent", "unheard of"] }), [0, 1]);
    assert.deepEqual(slotsFor(fits, { securityOffered: ["none", "real_estate"] }), [0, 70]);
  });
});
