import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decodeBytes32String, ZeroHash } from "ethers";

import { certificateArguments, pointsBytes } from "../../../indexer-api/src/scoring/certificate.ts";
import { explain } from "../../../indexer-api/src/scoring/explain.ts";
import { NOW } from "../stated.ts";
import { arrears, balance, COMPILED, registered, sources } from "./card.ts";

describe("a certificate", () => {
  const found = explain(
    COMPILED,
    sources([balance("90", "100"), arrears("5"), registered("2015-01-01", { revoked: true })]),
    NOW,
  );

  it("carries every current statement in the order of the sources, and no other", () => {
    const [family, version, subject, evidence] = certificateArguments(found, ZeroHash);
    assert.deepEqual([decodeBytes32String(family), version, subject], ["toy", 1, ZeroHash]);
    const ids = COMPILED.sources.filter(({ name }) => name !== "amr.registration.v1").map(({ id }) => id);
    assert.deepEqual(
      evidence.map(({ schemaId }) => schemaId),
      ids,
    );
    assert.deepEqual(evidence.find(({ values }) => values.length === 1)?.values, [500n]);
  });

  it("promises the points as the contract packs them", () => {
    // -60, -50 and -5 in two's complement.
    assert.equal(pointsBytes(found), "0xffc4ffcefffb");
  });
});
