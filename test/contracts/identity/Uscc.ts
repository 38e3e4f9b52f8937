import { expect } from "chai";
import { network } from "hardhat";
import { checkCharacter, parseUscc } from "../../../catalogue/uscc.ts";
import { deployLedger, usccBytes } from "../support/ledger.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/** Published codes of real companies, with a letter or a digit as the check character. */
const REAL = ["9144030071526726XG", "914403001922038216", "91330100799655058B"];

async function deployed() {
  const { entities } = await deployLedger(connection);
  return { isValid: (uscc: string) => entities.isValidUscc(usccBytes(uscc)) };
}

describe("Uscc", function () {
  for (const uscc of REAL) {
    it(`accepts ${uscc}, and that code with no other last character`, async function () {
      const { isValid } = await networkHelpers.loadFixture(deployed);
      for (const last of ALPHABET) {
        expect(await isValid(uscc.slice(0, 17) + last), last).to.equal(last === uscc.at(17));
      }
    });
  }

  it("finds every single mistyped character of a real code", async function () {
    const { isValid } = await networkHelpers.loadFixture(deployed);
    const [uscc = ""] = REAL;
    for (let position = 0; position < 17; position += 1) {
      const right = uscc.charAt(position);
      const wrong = ALPHABET.charAt((ALPHABET.indexOf(right) + 1 + position) % 31);
      expect(await isValid(uscc.slice(0, position) + wrong + uscc.slice(position + 1)), wrong).to.equal(false);
    }
  });

  it("accepts a check character of each value, 0 to 30", async function () {
    const { isValid } = await networkHelpers.loadFixture(deployed);
    const seen = new Set<string>();
    for (let number = 0; seen.size < 31; number += 1) {
      const first17 = `91440100${String(number).padStart(9, "0")}`;
      const last = checkCharacter(first17);
      if (seen.has(last)) continue;
      seen.add(last);
      expect(await isValid(first17 + last)).to.equal(true);
    }
  });

  it("refuses every byte outside the alphabet, in the first, a middle and the last place", async function () {
    const { isValid } = await networkHelpers.loadFixture(deployed);
    const [uscc = ""] = REAL;
    for (let code = 0; code < 128; code += 1) {
      const character = String.fromCharCode(code);
      if (ALPHABET.includes(character)) continue;
      for (const position of [0, 8, 17]) {
        const spoilt = uscc.slice(0, position) + character + uscc.slice(position + 1);
        expect(await isValid(spoilt), `${code} at ${position}`).to.equal(false);
      }
    }
  });

  it("agrees with the catalogue's own parser on what it accepts", async function () {
    const { isValid } = await networkHelpers.loadFixture(deployed);
    for (const uscc of REAL) {
      expect(parseUscc(uscc)).to.equal(uscc);
      expect(await isValid(uscc)).to.equal(true);
    }
  });
});
