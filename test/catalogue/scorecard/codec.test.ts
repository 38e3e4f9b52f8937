import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileScorecard, encodeScorecard } from "../../../catalogue/index.ts";
import { cardWith, catalogue, SMALL_CARD } from "./small-card.ts";
import type { Scorecard } from "../../../catalogue/index.ts";

const encoded = (card: Scorecard) => encodeScorecard(compileScorecard(catalogue, card));

/** Written by hand after the table in `contracts/scoring/ScoreModel.sol`. */
const BY_HAND = [
  "01 01f4 0fa0 04 0a 03 04",
  // Sources: company.income_statement.v1, amr.registration.v1, tax.filing.v1, tax.arrears.v1.
  "0000c594 07 00fa7d00  0001f709 05 020f5800  0002acfb 02 0051bd00  0002e66d 01 0051bd00",
  "0000 0064 00c8 012c 0190 01f4 0258 02bc 0320 0384",
  "00 10 00000001  03 00",
  "01 21 00002710  00 05  02 80  00 01",
  "02 10 00000001  01 00",
  "03e8 ffff fffe 01  00 02 000000000001 000000000064  ff9d 0000 ffec ffd8",
  "07d0 ffe2 ffc4 01  01 03 fffffffffe0c 000000000000 0000000001f4  fff6 ffc4 fffb 0005 0032",
  "0bb8 fffd fffc 01  02 01 00000000016d  ff9d ffe2 000a",
  "0fa0 fff9 ff9c 02  00 01 000000000001  01 01 000000000000  ffa5 ffa4 ffa3 0001 0002 0003 fffc fffb fffa",
];

describe("a scorecard as bytes", () => {
  it("is what the table of the contract says", () => {
    assert.equal(encoded(SMALL_CARD), `0x${BY_HAND.join("").replaceAll(" ", "")}`);
  });

  it("does not depend on the order in which the sources are named", () => {
    assert.equal(encoded(cardWith({ sources: SMALL_CARD.sources.toReversed() })), encoded(SMALL_CARD));
  });

  it("leaves out words and default rates", () => {
    const otherWords = cardWith({ nameEn: "Other", description: "Other.", provenance: {} });
    assert.equal(encoded(otherWords), encoded(SMALL_CARD));
  });

  it("refuses a number that does not fit its place", () => {
    assert.throws(() => encoded(cardWith({ basePoints: 32_768 })), RangeError);
    assert.throws(() => encoded(cardWith({ minimumCoverageBps: 65_536 })), RangeError);
  });
});
