import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { openApiDocument } from "../../../indexer-api/src/http/openapi.ts";
import { stepsOf } from "../../../indexer-api/src/prepare/steps.ts";
import { prepareContract } from "../../../indexer-api/src/routes/prepare.contract.ts";
import { catalogue } from "../stated.ts";

const STEPS = stepsOf(catalogue);

describe("the table of steps", () => {
  it("names each step once, in words that an address can have", () => {
    const names = STEPS.map(({ name }) => name);
    assert.equal(new Set(names).size, names.length);
    for (const name of names) assert.match(name, /^[a-z]+(-[a-z]+)*$/);
  });

  it("has names in both languages", () => {
    for (const { nameEn, nameZh } of STEPS) {
      assert.match(nameEn, /^[A-Z]/);
      assert.match(nameZh, /^\p{Script=Han}+$/u);
    }
  });

  it("refuses what a step does not know, rather than ignore it", () => {
    for (const { name, body } of STEPS) {
      const issues = body.safeParse({ surprise: 1 }).error?.issues ?? [];
      assert.ok(
        issues.some(({ code }) => code === "unrecognized_keys"),
        name,
      );
    }
  });

  it("is documented step by step, with the body that each takes", () => {
    const document = openApiDocument(STEPS.map(prepareContract), "0.0.0") as {
      paths: Record<string, { post: { operationId: string } }>;
      components: { schemas: Record<string, unknown> };
    };
    assert.equal(Object.keys(document.paths).length, STEPS.length);
    assert.equal(document.paths["/v1/prepare/confirm-receipt"]?.post.operationId, "prepareConfirmReceipt");
    for (const { post } of Object.values(document.paths)) {
      const body = post.operationId.replace(/^p/, "P");
      assert.ok(document.components.schemas[body], body);
    }
  });
});
