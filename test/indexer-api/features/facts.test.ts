import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { NOT_STATED } from "../../../catalogue/index.ts";
import { factBookOf } from "../../../indexer-api/src/features/facts.ts";
import { DAY, NOW, stated } from "../stated.ts";

const FACT = "tax.credit_grade";
const graded = (grade: string, circumstances = {}) => stated("tax.credit.v1", { [FACT]: grade }, circumstances);
const find = (...statements: ReturnType<typeof stated>[]) => factBookOf(statements).find(FACT);

describe("factBookOf", () => {
  it("gives a fact in both forms with its attestation", () => {
    const statement = graded("B");
    assert.deepEqual(find(statement), { fact: FACT, chain: 3n, human: "B", attestationId: statement.id });
  });

  it("tells why a fact cannot be used", () => {
    const expired = graded("A", { observedAt: NOW - 461n * DAY });
    assert.deepEqual(find(), { fact: FACT, reason: "not attested" });
    assert.deepEqual(find(expired), { fact: FACT, reason: "expired" });
    assert.deepEqual(find(graded("A", { revoked: true })), { fact: FACT, reason: "revoked" });
    assert.deepEqual(find(graded("A", { policy: "public" })), { fact: FACT, reason: "withheld" });
    assert.deepEqual(find(graded("A", { values: [NOT_STATED] })), { fact: FACT, reason: "not stated" });
    assert.deepEqual(find(graded("A", { values: [9n] })), {
      fact: FACT,
      reason: "invalid",
      detail: "must be the position of a label",
    });
  });

  it("lets the statement observed last decide, even when it may not be used", () => {
    const older = graded("A", { observedAt: NOW - 2n * DAY });
    const newer = graded("D", { observedAt: NOW - DAY, revoked: true });
    assert.deepEqual(find(older, newer), { fact: FACT, reason: "revoked" });
    assert.deepEqual(find(newer, older), { fact: FACT, reason: "revoked" });
  });

  it("has nothing of statements about items, of which a company has many", () => {
    const patent = stated("ipo.patent.v1", { "ipo.patent_kind": "invention" }, { itemKey: `0x${"aa".repeat(32)}` });
    assert.deepEqual(factBookOf([patent]).find("ipo.patent_kind"), { fact: "ipo.patent_kind", reason: "not attested" });
  });
});
