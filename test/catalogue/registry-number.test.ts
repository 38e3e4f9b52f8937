import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { id } from "ethers";
import { itemKeyOf, loadCatalogue, normaliseRegistryNumber } from "../../catalogue/index.ts";

const catalogue = loadCatalogue();
const schemaOf = (name: string) => catalogue.schemaByName.get(name) ?? assert.fail(`no schema ${name}`);

describe("registry numbers", () => {
  it("have one written form for a patent, however it is written", () => {
    const patent = schemaOf("ipo.patent.v1");
    for (const written of [
      "ZL 2020 1 0123456.X",
      "zl202010123456.x",
      "CN202010123456X",
      "ＺＬ２０２０１０１２３４５６．Ｘ",
    ]) {
      assert.equal(normaliseRegistryNumber(patent, written), "202010123456X");
      assert.equal(itemKeyOf(patent, written), id("202010123456X"));
    }
    assert.equal(normaliseRegistryNumber(patent, "ZL 98 1 12345.6"), "981123456");
  });

  it("are trademarks and declarations too", () => {
    assert.equal(normaliseRegistryNumber(schemaOf("ipo.trademark.v1"), "1234 5678a"), "12345678A");
    assert.equal(normaliseRegistryNumber(schemaOf("cus.declaration.v1"), "5301-2020-0123456789"), "530120200123456789");
  });

  it("are refused with schema, number and pattern", () => {
    assert.throws(() => itemKeyOf(schemaOf("ipo.patent.v1"), "2020"), {
      message:
        'ipo.patent.v1: "2020" is no patent application number: normalised "2020" must match ^(\\d{12}|\\d{8})[\\dX]$',
    });
    assert.throws(() => itemKeyOf(schemaOf("cus.declaration.v1"), "53012020012345678"), /must match \^\\d\{18\}\$/);
  });

  it("mean nothing in a schema of which a company has one statement", () => {
    assert.throws(() => itemKeyOf(schemaOf("tax.filing.v1"), "1"), /tax\.filing\.v1 is no item schema/);
  });
});
