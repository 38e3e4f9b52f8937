import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";

import { LineReader, MAX_LINE_BYTES } from "../../../indexer-api/src/http/line-reader.ts";

/** What a reader says of pieces: each line's text, null for one that was too long. */
function linesOf(pieces: readonly Buffer[]): (string | null)[] {
  const reader = new LineReader();
  const lines: (string | null)[] = [];
  const take = () => {
    lines.push(reader.tooLong ? null : reader.bytes.toString("utf8", reader.from, reader.to));
    assert.equal(reader.number, lines.length);
  };
  for (const piece of pieces) {
    reader.push(piece);
    while (reader.next()) take();
  }
  if (reader.last()) take();
  return lines;
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(index === 0 ? 0 : ends[index - 1], end));
}

describe("LineReader", () => {
  it("gives the lines of a text however it is cut into pieces", () => {
    const line = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[\r\n\ufeff]/g, " "));
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.nat()), fc.constantFrom("\n", "\r\n"), (texts, places, end) => {
        const bytes = Buffer.from(texts.map((text) => text + end).join(""));
        assert.deepEqual(linesOf(cut(bytes, places)), texts);
      }),
    );
  });

  it("takes a last line without an end, and no line behind an end", () => {
    assert.deepEqual(linesOf([Buffer.from("a\nb")]), ["a", "b"]);
    assert.deepEqual(linesOf([Buffer.from("a\nb\n")]), ["a", "b"]);
    assert.deepEqual(linesOf([Buffer.from("")]), []);
    assert.deepEqual(linesOf([Buffer.from("\n\n")]), ["", ""]);
  });

  it("passes over a byte order mark before the first line, however it is cut, and over no other", () => {
    const longest = "x".repeat(MAX_LINE_BYTES);
    for (const first of ["a", "", longest]) {
      const bytes = Buffer.from(`\ufeff${first}\r\n\ufeffb\n`);
      for (let place = 0; place < 6; place++) {
        assert.deepEqual(linesOf(cut(bytes, [place])), [first, "\ufeffb"], `cut at ${place}`);
      }
    }
    assert.deepEqual(linesOf([Buffer.from("\ufeff")]), [""]);
  });

  it("takes a line of the greatest length, and passes over longer ones", () => {
    const longest = "x".repeat(MAX_LINE_BYTES);
    for (const [text, said] of [
      [longest, longest],
      [`${longest}x`, null],
      [longest.repeat(3), null],
    ] as const) {
      for (const end of ["\n", "\r\n"]) {
        const bytes = Buffer.from(`before${end}${text}${end}after${end}`);
        for (const piece of [1_000, 65_536, bytes.length]) {
          const places = Array.from({ length: Math.ceil(bytes.length / piece) }, (_, index) => index * piece);
          assert.deepEqual(linesOf(cut(bytes, places)), ["before", said, "after"], `${text.length} by ${piece}`);
        }
      }
      assert.deepEqual(linesOf([Buffer.from(text)]), [said], "without an end");
    }
  });
});
