import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { NO_ITEM, packRecord } from "../../../catalogue/index.ts";
import { applyPolicy, mayShowScores } from "../../../indexer-api/src/access/policy.ts";
import { readStatement } from "../../../indexer-api/src/ledger/statement.ts";
import { statementView } from "../../../indexer-api/src/wire/statement.ts";
import { catalogue, NOW, stated, storedRow } from "../stated.ts";

describe("applyPolicy", () => {
  for (const schema of catalogue.schemas) {
    const values = schema.fields.map(() => 0n);
    const shown = (policy: "public" | "development") =>
      stated(schema.name, {}, { values, policy }).facts.filter(({ withheld }) => !withheld).length;

    it(`${schema.name} (${schema.access}) is ${schema.access === "public" ? "shown" : "withheld"} in public`, () => {
      assert.equal(shown("public"), schema.access === "public" ? schema.fields.length : 0);
      assert.equal(shown("development"), schema.fields.length);
    });
  }

  it("leaves no trace of a withheld value in the response", () => {
    const secret = stated("pbc.credit.v1", { "pbc.loan_balance": "123456789.01" }, { policy: "public" });
    const view = JSON.stringify(statementView(secret, catalogue));
    assert.doesNotMatch(view, /123456789|12345678901/);
    assert.match(view, /"state":"withheld"/);
  });

  it("shows scores only where it shows everything", () => {
    assert.deepEqual([mayShowScores("development"), mayShowScores("public")], [true, false]);
  });

  it("withholds a record that it cannot classify", () => {
    const row = storedRow("tax.credit.v1", { "tax.credit_grade": "A" });
    const schemaId = "0x0063abcd";
    const statement = { schemaId, subject: row.subject, itemKey: NO_ITEM, observedAt: 1, evidence: NO_ITEM };
    const strange = {
      ...row,
      schemaId,
      schemaName: "new.thing.v1",
      record: packRecord({ ...statement, values: [42n] }),
    };
    const read = readStatement(strange, catalogue, NOW);
    assert.equal(read.schema, null);
    assert.equal(statementView(applyPolicy("public", read), catalogue).record, null);
    assert.equal(statementView(applyPolicy("development", read), catalogue).record, strange.record);
  });
});
