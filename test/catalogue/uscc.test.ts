import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { keccak256, toUtf8Bytes } from "ethers";
import { checkCharacter, developmentUscc, entityIdOf, parseUscc } from "../../catalogue/index.ts";

/** Published codes of companies everybody knows. */
const REAL = ["9144030071526726XG", "914403001922038216"];

describe("parseUscc", () => {
  it("accepts real codes", () => {
    for (const code of REAL) assert.equal(parseUscc(code), code);
  });

  it("brings a code into its one written form", () => {
    assert.equal(parseUscc(" 9144030071526726xg\n"), "9144030071526726XG");
  });

  it("names the length", () => {
    assert.throws(() => parseUscc("914403007152672"), /has 15 characters: it must have 18/);
    assert.throws(() => parseUscc(""), /has 0 characters/);
  });

  it("names a wrong character and its position", () => {
    assert.throws(() => parseUscc("91440300715267O6XG"), /"91440300715267O6XG" has "O" at position 15/);
    assert.throws(() => parseUscc("9".repeat(5_000)), /"9{36}…" has 5000 characters/);
    assert.throws(() => parseUscc("9144030071526726XZ"), /has "Z" at position 18/);
    assert.throws(() => parseUscc("9144030071526726-G"), /has "-" at position 17/);
  });

  it("names the check character that it expected", () => {
    assert.throws(() => parseUscc("9144030071526726XH"), /ends with check character H: G expected/);
  });

  it("notices every single wrong character, and every swap of two different neighbours", () => {
    const code = REAL[0] ?? assert.fail();
    for (let at = 0; at < 18; at++) {
      for (const wrong of "0123456789ABCDEFGHJKLMNPQRTUWXY".replace(code.charAt(at), "")) {
        assert.throws(() => parseUscc(code.slice(0, at) + wrong + code.slice(at + 1)), /check character/);
      }
      const [first, second] = [code.charAt(at), code.charAt(at + 1)];
      if (second === "" || first === second) continue;
      assert.throws(() => parseUscc(code.slice(0, at) + second + first + code.slice(at + 2)), /check character/);
    }
  });
});

describe("checkCharacter", () => {
  it("wants 17 characters", () => {
    assert.throws(() => checkCharacter("9144030071526726"), /has 16 characters: the check character is made from 17/);
  });

  it("is 0 when the sum is a multiple of 31", () => {
    assert.equal(checkCharacter("0".repeat(17)), "0");
  });
});

describe("entityIdOf", () => {
  it("hashes the 18 ASCII bytes of the written form", () => {
    assert.equal(entityIdOf(" 9144030071526726xg"), keccak256(toUtf8Bytes("9144030071526726XG")));
  });

  it("hashes no code that is wrong", () => {
    assert.throws(() => entityIdOf("9144030071526726XH"), /G expected/);
  });
});

describe("developmentUscc", () => {
  it("is valid, and the same for the same seed", () => {
    for (let seed = 0; seed < 200; seed++) {
      const code = developmentUscc(`E${seed}`, "440300");
      assert.equal(parseUscc(code), code);
      assert.equal(code, developmentUscc(`E${seed}`, "440300"));
      assert.ok(code.startsWith("91440300"));
    }
  });

  it("stays what it was: companies in kept stacks are known by it", () => {
    assert.equal(developmentUscc("E1"), "914401001N1DJAH39P");
  });

  it("differs by seed and by division", () => {
    const codes = Array.from({ length: 5000 }, (_, seed) => developmentUscc(String(seed)));
    assert.equal(new Set(codes).size, codes.length);
    assert.notEqual(developmentUscc("E1", "440100"), developmentUscc("E1", "440300"));
  });

  it("has an organisation code whose own check character is right", () => {
    // Independent of the implementation: the weighted sum with the check counted in must be 0 modulo 11.
    for (let seed = 0; seed < 50; seed++) {
      const organisation = developmentUscc(String(seed)).slice(8, 17);
      const sum = [3, 7, 9, 10, 5, 8, 4, 2].reduce(
        (total, w, i) => total + w * parseInt(organisation.charAt(i), 36),
        0,
      );
      const check = organisation.charAt(8) === "X" ? 10 : Number(organisation.charAt(8));
      assert.equal((sum + check) % 11, 0);
    }
  });

  it("belongs to Guangdong", () => {
    assert.throws(() => developmentUscc("E1", "110000"), /division code "110000": must be six digits starting with 44/);
    assert.throws(() => developmentUscc("E1", "44010"), /division code "44010"/);
  });
});
