import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { JuniorConsent } from "../../../indexer-api/src/data/assets.ts";
import type { Asset } from "../../../indexer-api/src/lending/collateral.ts";
import { availabilityOf } from "../../../indexer-api/src/lending/collateral.ts";
import { pledgeWarnings } from "../../../indexer-api/src/prepare/collateral-warnings.ts";
import type { PledgeContext } from "../../../indexer-api/src/prepare/collateral-warnings.ts";
import type { HeldLien, Pledgeable } from "../../../indexer-api/src/use-cases/collateral.ts";
import { ASSET, LENDER, loanIn, NOW } from "../lending/cases.ts";
import { PATENT } from "../lending/patent.ts";

const WANTED = { assetId: ASSET, securedFen: 5_000_000n };

function lien(loanId: bigint, securedFen: bigint): HeldLien {
  const value = { valueFen: 30_000_000n, advanceBps: 3_000n, pledgedAt: NOW, endedAt: null };
  return { assetId: ASSET, loanId, state: "live", rank: 1, securedFen, lender: LENDER, ...value };
}

function codes(asset: Partial<Asset>, liens: readonly HeldLien[] = [], more: Partial<PledgeContext> = {}) {
  const known = { ...PATENT, ...asset };
  const availability = availabilityOf(known, liens, 3_000n, NOW);
  const found: Pledgeable = { asset: known, liens, advanceBps: 3_000n, availability };
  const context = {
    loan: loanIn("offered"),
    product: { collateralKinds: ["invention_patent"] } as unknown as PledgeContext["product"],
    assets: new Map([[ASSET, found]]),
    juniorConsents: [],
    ...more,
  };
  return pledgeWarnings([WANTED], context).map(({ code }) => code);
}

describe("pledgeWarnings", () => {
  it("has none for a free asset of the company that is worth enough", () => {
    assert.deepEqual(codes({}), []);
  });

  it("tells an asset that the ledger does not have, or that is another company's", () => {
    assert.deepEqual(codes({}, [], { assets: new Map() }), ["asset_unknown"]);
    assert.deepEqual(codes({ holder: LENDER }), ["not_the_companys"]);
  });

  it("tells a kind that the product does not take", () => {
    assert.deepEqual(codes({ kind: "trademark" }), ["kind_refused"]);
  });

  it("tells a value that fell, and everything that keeps an asset from being pledged", () => {
    assert.deepEqual(codes({ appraisedFen: 16_666_666n }), ["value_too_low"]);
    assert.deepEqual(codes({ appraisedFen: 16_666_667n }), []);
    assert.deepEqual(codes({ revoked: true, dueAt: NOW }), ["revoked", "expired"]);
  });

  it("asks for the consent of everyone who stands before, to as much as is to be secured", () => {
    const consent = (maxSecuredFen: bigint): Partial<PledgeContext> => ({
      juniorConsents: [{ assetId: ASSET, seniorLoanId: 1n, juniorLoanId: 7n, maxSecuredFen } satisfies JuniorConsent],
    });
    assert.deepEqual(codes({}, [lien(1n, 1n)]), ["consent_missing"]);
    assert.deepEqual(codes({}, [lien(1n, 1n)], consent(4_999_999n)), ["consent_missing"]);
    assert.deepEqual(codes({}, [lien(1n, 1n)], consent(5_000_000n)), []);
    assert.deepEqual(codes({}, [lien(1n, 1n), lien(2n, 1n)], consent(5_000_000n)), ["consent_missing"]);
  });

  it("asks nobody whose lien has ended", () => {
    assert.deepEqual(codes({}, [{ ...lien(1n, 1n), state: "released", rank: null }]), []);
  });

  it("tells an asset that is pledged for the case already", () => {
    assert.deepEqual(codes({}, [lien(7n, 1n)]), ["already_pledged"]);
  });
});
