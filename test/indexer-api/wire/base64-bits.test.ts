import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";

import { base64Length, writeBase64 } from "../../../indexer-api/src/wire/base64-bits.ts";

describe("writeBase64", () => {
  it("writes what Buffer writes, and nothing beside it", () => {
    const words = fc.uint32Array({ maxLength: 40 });
    fc.assert(
      fc.property(words, fc.nat(9), (bits, at) => {
        const expected = Buffer.from(bits.buffer, bits.byteOffset, bits.byteLength).toString("base64");
        assert.equal(base64Length(bits.length), expected.length);
        const bytes = Buffer.alloc(at + expected.length + 3, "#");
        assert.equal(writeBase64(bits, bytes, at), at + expected.length);
        assert.equal(bytes.toString("latin1"), `${"#".repeat(at)}${expected}###`);
      }),
    );
  });

  it("has bit n in byte n / 8, counted from the lowest", () => {
    const bytes = Buffer.alloc(base64Length(2));
    writeBase64(Uint32Array.of(0, 1 << 9), bytes, 0);
    assert.deepEqual([...Buffer.from(bytes.toString("latin1"), "base64")], [0, 0, 0, 0, 0, 2, 0, 0]);
  });
});
