import { expect } from "chai";
import { network } from "hardhat";
import { concat, keccak256, toBeHex, ZeroAddress } from "ethers";
import { deployCredit, TERMS } from "../support/credit.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const MAX_BYTES = 1_024;
const LARGEST = 2n ** 63n - 1n;

const int64 = (value: bigint) => toBeHex(BigInt.asUintN(64, value), 8);
const predicate = (feature: number, operator: number, ...operand: string[]) =>
  concat([toBeHex(feature, 1), toBeHex(operator, 1), ...operand]);
/** 6 bytes each. */
const codes = (...values: bigint[]) => concat([toBeHex(values.length, 1), ...values.map((code) => toBeHex(code, 6))]);

const SOUND = {
  "at least the smallest number": predicate(1, 1, int64(-(2n ** 63n))),
  "at most the largest": predicate(255, 2, int64(LARGEST)),
  "equal to nought": predicate(7, 3, int64(0n)),
  "between a number and itself": predicate(7, 4, int64(-5n), int64(-5n)),
  "between the smallest and the largest": predicate(7, 4, int64(-(2n ** 63n)), int64(LARGEST)),
  "the first label": predicate(7, 5, "0x00000001"),
  "all labels but the last": predicate(7, 6, "0x7fffffff"),
  "any label": predicate(7, 7, "0xffffffff"),
  "none of the last": predicate(7, 8, "0x80000000"),
  "one code": predicate(7, 9, codes(1n)),
  "not one of 165 codes": predicate(7, 10, codes(...Array.from({ length: 165 }, (_, index) => BigInt(index + 1)))),
  "several, one behind the other": concat([
    predicate(1, 1, int64(3n)),
    predicate(1, 2, int64(9n)),
    predicate(2, 5, "0x00000003"),
    predicate(3, 9, codes(1n, 2n)),
    predicate(4, 4, int64(1n), int64(2n)),
  ]),
};

const GOOD = predicate(1, 1, int64(3n));

/** What is wrong, the criteria, and the offset of the first predicate that is. */
const MALFORMED: Record<string, readonly [string, number]> = {
  "one byte": ["0x01", 0],
  "a feature and an operator without an operand": ["0x0101", 0],
  "an operand that is a byte short": [predicate(1, 1, "0x00000000000000"), 0],
  "a range without its end": [predicate(1, 4, int64(1n)), 0],
  "labels that are cut off": [predicate(1, 5, "0x000001"), 0],
  "fewer codes than are announced": [predicate(1, 9, "0x02", toBeHex(1n, 6)), 0],
  "feature 0": [predicate(0, 1, int64(1n)), 0],
  "operator 0": [predicate(1, 0, int64(1n)), 0],
  "operator 11": [predicate(1, 11, int64(1n)), 0],
  "operator 255": [predicate(1, 255, int64(1n)), 0],
  "a range the wrong way round": [predicate(1, 4, int64(1n), int64(0n)), 0],
  "a range the wrong way round across nought": [predicate(1, 4, int64(0n), int64(-1n)), 0],
  "no labels": [predicate(1, 5, "0x00000000"), 0],
  "none of no labels": [predicate(1, 8, "0x00000000"), 0],
  "no codes": [predicate(1, 9, "0x00"), 0],
  "an empty code": [predicate(1, 9, codes(1n, 0n)), 0],
  "a good one with a byte behind it": [concat([GOOD, "0x01"]), 10],
  "a good one and one of feature 0": [concat([GOOD, predicate(0, 1, int64(1n))]), 10],
  "two good ones and one that is cut off": [concat([GOOD, predicate(2, 6, "0x00000001"), "0x0301ff"]), 16],
};

async function deployed() {
  const credit = await deployCredit(connection);
  const { products, wallets, ids } = credit;
  const bank = products.connect(wallets.bank);
  return {
    products,
    attempt: (criteria: string) => bank.publish(ids.bank, "code", TERMS, ZeroAddress, criteria),
    bank,
  };
}

describe("Criteria", function () {
  for (const [what, criteria] of Object.entries(SOUND)) {
    it(`may be: ${what}`, async function () {
      const { products, attempt } = await networkHelpers.loadFixture(deployed);
      await attempt(criteria);
      expect(await products.criteriaHashOf(1, 1)).to.equal(keccak256(criteria));
    });
  }

  for (const [what, [criteria, offset]] of Object.entries(MALFORMED)) {
    it(`may not be: ${what}`, async function () {
      const { products, attempt } = await networkHelpers.loadFixture(deployed);
      await expect(attempt(criteria)).to.be.revertedWithCustomError(products, "CriteriaMalformed").withArgs(offset);
      expect((await products.productOf(1)).version).to.equal(0);
    });
  }

  it("are refused as well in a change", async function () {
    const { products, bank, attempt } = await networkHelpers.loadFixture(deployed);
    await attempt(GOOD);
    await expect(bank.change(1, 1, TERMS, ZeroAddress, "0x00"))
      .to.be.revertedWithCustomError(products, "CriteriaMalformed")
      .withArgs(0);
    expect(await products.criteriaHashOf(1, 1)).to.equal(keccak256(GOOD));
  });

  it("may fill 1,024 bytes and not one more", async function () {
    const { products, attempt } = await networkHelpers.loadFixture(deployed);
    const short = predicate(9, 5, "0x00000001");
    // 100 of ten bytes and four of six.
    const full = concat([...Array.from({ length: 100 }, () => GOOD), short, short, short, short]);
    expect(full.length).to.equal(2 + 2 * MAX_BYTES);
    await expect(attempt(concat([full, "0x00"])))
      .to.be.revertedWithCustomError(products, "CriteriaMalformed")
      .withArgs(MAX_BYTES);
    await attempt(full);
    expect(await products.criteriaHashOf(1, 1)).to.equal(keccak256(full));
  });
});
