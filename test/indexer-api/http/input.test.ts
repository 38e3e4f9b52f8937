import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { z } from "zod";

import { parseInput } from "../../../indexer-api/src/http/input.ts";
import { attestationId, uscc } from "../../../indexer-api/src/http/parameters.ts";
import { Problem } from "../../../indexer-api/src/http/problem.ts";

function errorsOf(schema: z.ZodType, given: unknown) {
  try {
    parseInput("body", schema, given);
  } catch (error) {
    assert.ok(error instanceof Problem);
    assert.equal(error.problem, "invalid-input");
    return error.errors;
  }
  return assert.fail("the input was accepted");
}

describe("parseInput", () => {
  const schema = z.strictObject({ months: z.int("must be whole"), list: z.array(z.string("must be text")).optional() });

  it("names each field, its value and its rule", () => {
    assert.deepEqual(errorsOf(schema, { months: 1.5, list: ["a", 2] }), [
      { field: "body.months", value: 1.5, rule: "must be whole" },
      { field: "body.list.1", value: 2, rule: "must be text" },
    ]);
  });

  it("refuses what it does not know, each by name", () => {
    assert.deepEqual(errorsOf(schema, { months: 1, mouths: 2, color: "red" }), [
      { field: "body.mouths", value: 2, rule: "is not known here" },
      { field: "body.color", value: "red", rule: "is not known here" },
    ]);
  });

  it("shows no more than the beginning of a long value", () => {
    const [error] = errorsOf(schema, { months: "9".repeat(5_000) });
    assert.equal(error?.value, `${"9".repeat(100)}…`);
  });

  it("shows a value in words that cannot be written again", () => {
    const depth = 7_000;
    const months: unknown = JSON.parse("[".repeat(depth) + "]".repeat(depth));
    assert.equal(typeof errorsOf(schema, { months })[0]?.value, "string");
    const [unknown] = errorsOf(schema, { months: 1, mouths: months });
    assert.equal(unknown?.rule, "is not known here");
    assert.equal(typeof unknown?.value, "string");
  });

  it("names the body itself when it is no object", () => {
    for (const given of [[1], null, 5, "x"]) {
      assert.deepEqual(errorsOf(schema, given), [{ field: "body", value: given, rule: "must be a JSON object" }]);
    }
  });

  it("says a rule in plain words where the contract says none", () => {
    const plain = z.strictObject({ kind: z.enum(["company", "bank"]).optional(), limit: z.string().optional() });
    const rulesOf = (given: object) => errorsOf(plain, given).map(({ rule }) => rule);
    assert.deepEqual(rulesOf({ kind: "dragon" }), ["must be one of company, bank"]);
    assert.deepEqual(rulesOf({ limit: ["1", "2"] }), ["must be given once only"]);
    assert.deepEqual(rulesOf({ limit: 5 }), ["must be text"]);
    assert.deepEqual(errorsOf(schema, { months: 1, list: "a" })[0]?.rule, "must be a list");
  });
});

describe("uscc", () => {
  const rulesOf = (text: string) => uscc.safeParse(text).error?.issues.map(({ message }) => message);

  it("gives the code in its written form", () => {
    assert.equal(uscc.parse(" 9144030071526726xg "), "9144030071526726XG");
  });

  it("says what is wrong: the length, the character and its place, the check character expected", () => {
    assert.match(rulesOf("9144")?.[0] ?? "", /4 characters: it must have 18/);
    assert.match(rulesOf("9144030O71526726XG")?.[0] ?? "", /"O" at position 8/);
    assert.match(rulesOf("9144030071526726XH")?.[0] ?? "", /check character H: G expected/);
  });
});

describe("attestationId", () => {
  it("takes 27 bytes in hex of either case", () => {
    assert.equal(attestationId.parse(`0x${"AB".repeat(27)}`), `0x${"ab".repeat(27)}`);
    for (const text of [`0x${"ab".repeat(32)}`, "ab".repeat(27), "0x"]) {
      assert.equal(attestationId.safeParse(text).success, false, text);
    }
  });
});
