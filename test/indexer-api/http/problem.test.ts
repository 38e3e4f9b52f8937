import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { IndexNotReady } from "../../../indexer-api/src/data/ledger.ts";
import { assessReadiness } from "../../../indexer-api/src/data/readiness.ts";
import { problemOf } from "../../../indexer-api/src/http/errors.ts";
import { documentOf, Problem, problemDocument, PROBLEMS } from "../../../indexer-api/src/http/problem.ts";
import type { ProblemName } from "../../../indexer-api/src/http/problem.ts";

describe("documentOf", () => {
  it("has the members of RFC 9457 for every problem", () => {
    for (const name of Object.keys(PROBLEMS) as ProblemName[]) {
      const document = documentOf(new Problem(name, "what happened"), "/v1/x");
      assert.deepEqual(document, {
        type: `urn:lingnan:problem:${name}`,
        title: PROBLEMS[name].title,
        status: PROBLEMS[name].status,
        detail: "what happened",
        instance: "/v1/x",
      });
      assert.deepEqual(problemDocument.parse(document), document);
    }
  });

  it("lists the fields that are wrong", () => {
    const errors = [{ field: "query.limit", value: "0", rule: "must be at least 1" }];
    const document = documentOf(new Problem("invalid-input", "one field", { errors }), "/v1/companies");
    assert.deepEqual(document.errors, errors);
  });
});

describe("problemOf", () => {
  const withCode = (code: string) => Object.assign(new Error("some text of the driver"), { code });

  it("passes a problem on", () => {
    const problem = new Problem("product-unknown", "there is none");
    assert.equal(problemOf(problem), problem);
  });

  it("asks to come back later when the index is not ready or the database gone", () => {
    const notReady = problemOf(new IndexNotReady(assessReadiness(null, "", 10)));
    assert.equal(notReady.problem, "index-not-ready");
    assert.equal(notReady.headers["retry-after"], "2");
    const gone = [
      withCode("ECONNREFUSED"),
      withCode("57P01"),
      withCode("57P03"),
      withCode("08006"),
      new Error("Connection terminated unexpectedly"),
      new Error("timeout exceeded when trying to connect"),
      new AggregateError([withCode("ECONNREFUSED"), withCode("ECONNREFUSED")]),
    ];
    for (const error of gone) {
      const problem = problemOf(error);
      assert.equal(problem.problem, "database-gone", String(error));
      assert.equal(problem.headers["retry-after"], "2");
    }
  });

  it("takes a wrong query or a bug for an internal error, and tells nothing of it", () => {
    for (const error of [withCode("42P01"), new TypeError("x is not a function")]) {
      const problem = problemOf(error);
      assert.equal(problem.problem, "internal-error");
      assert.doesNotMatch(problem.message, /driver|function/);
    }
  });
});
