import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { openApiDocument } from "../../../indexer-api/src/http/openapi.ts";
import { getAttestation } from "../../../indexer-api/src/routes/attestations.contract.ts";
import { getProfile } from "../../../indexer-api/src/routes/profile.contract.ts";
import { listAgencies, listSchemas } from "../../../indexer-api/src/routes/vocabulary.contract.ts";

const document = openApiDocument([getProfile, getAttestation, listAgencies, listSchemas], "0.0.0");

/** Every `pattern` of a document, wherever it stands. */
function patternsIn(part: unknown): string[] {
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    key === "pattern" && typeof value === "string" ? [value] : patternsIn(value),
  );
}

describe("openApiDocument", () => {
  const patterns = new Set(patternsIn(document));

  it("has patterns without flags, which JSON Schema would take for text", () => {
    assert.ok(patterns.size > 0);
    for (const pattern of patterns) assert.doesNotMatch(pattern, /\$\/[a-z]*$/, pattern);
  });

  it("has a pattern that matches hex as responses write it", () => {
    const hash = `0x${"5aC0".repeat(16)}`;
    assert.ok([...patterns].some((pattern) => pattern.startsWith("^0x") && new RegExp(pattern).test(hash)));
  });
});
