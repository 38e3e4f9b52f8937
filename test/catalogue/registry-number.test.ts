import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { id } from "ethers";
import {
  CodecError,
  itemKeyOf,
  itemStatementOf,
  loadCatalogue,
  normaliseRegistryNumber,
  numberFactOf,
} from "../../catalogue/index.ts";

const catalogue = loadCatalogue();
const schemaOf = (name: string) => catalogue.schemaByName.get(name) ?? assert.fail(`no schema ${name}`);

/** A number in its one written form, and how else people write it. */
const EQUIVALENT: [schema: string, number: string, writings: string[]][] = [
  [
    "ipo.patent.v1",
    "202010123451X",
    [
      "202010123451X",
      "202010123451x",
      "ZL202010123451.X",
      "zl 2020 1 0123451.x",
      "CN202010123451X",
      "ＺＬ２０２０１０１２３４５１．Ｘ",
      "ZL\u00a02020\u20091\u30000123451·X",
      "ZL-2020-1-0123451-X",
      "ZL–2020—1−0123451.X",
      "ZL2020\u200b1\ufeff0123451\u00adX",
    ],
  ],
  ["ipo.patent.v1", "021446865", ["ZL 02 1 44686.5", "02144686.5", "０２１４４６８６．５"]],
  ["ipo.trademark.v1", "12345678A", ["1234 5678a", "第12345678A号", "第１２３４５６７８Ａ号", " 12-345-678a "]],
  ["ipo.trademark.v1", "1234567", ["1234567", "01234567", "第1234567号"]],
  ["ipo.trademark.v1", "G1234567", ["G1234567", "g 1234567", "Ｇ1234567", "G01234567"]],
  [
    "ipo.copyright.v1",
    "442020F00012345",
    [
      "粤作登字-2020-F-00012345",
      "粤作登字2020F00012345",
      "粤作登字－２０２０－Ｆ－０００１２３４５",
      "粤作登字-2020-f-00012345",
      "442020F00012345",
    ],
  ],
  ["ipo.copyright.v1", "002021L01234567", ["国作登字-2021-L-01234567"]],
  [
    "ipo.software_copyright.v1",
    "2020SR0123456",
    [
      "2020SR0123456",
      "2020sr0123456",
      "软著登字第2020SR0123456号",
      "２０２０ＳＲ０１２３４５６",
      "2020SR123456",
      "2020 SR 0123456",
    ],
  ],
  [
    "cus.declaration.v1",
    "530120200123456789",
    ["5301-2020-0123456789", "5301 2020 0 123456789", "５３０１２０２００１２３４５６７８９"],
  ],
  [
    "tax.invoice.v1",
    "26442000000012345678",
    ["26442000000012345678", "2644 2000 0000 1234 5678", "２６４４２００００００012345678"],
  ],
  [
    "tax.invoice.v1",
    "440019113012345678",
    [
      "4400191130 12345678",
      "4400191130-12345678",
      "4400191130/12345678",
      "4400191130 No 12345678",
      "4400191130 № 12345678",
      "发票代码：4400191130，发票号码：12345678",
    ],
  ],
  ["tax.invoice.v1", "04400190011112345678", ["044001900111 12345678", "发票代码 044001900111 发票号码 12345678"]],
  [
    "com.warehouse_receipt.v1",
    "9144030071526726XGCD20200001",
    ["91440300 71526726XG/CD-2020-0001", "9144030071526726xg cd20200001", "9144030071526726ＸＧ＿ＣＤ．2020．0001"],
  ],
  ["company.asset.v1", "20200001A", ["2020/0001-a", "2020 0001 A", "２０２０＿0001.Ａ"]],
  ["company.valuation.v1", `0x${"ab".repeat(32)}`, [`0x${"AB".repeat(32)}`, ` 0X${"ab".repeat(32)} `]],
];

const REFUSED: [schema: string, writing: string, why: RegExp][] = [
  ["ipo.patent.v1", "2020", /normalised "2020" must match/],
  ["ipo.patent.v1", "", /normalised "" must match/],
  ["ipo.patent.v1", "2020101234511", /ends with check character 1: X expected/],
  ["ipo.patent.v1", "202010123415X", /ends with check character X: \d expected/],
  ["ipo.patent.v1", "CN112345678B", /must match/],
  ["ipo.patent.v1", "US202010123451X", /must match/],
  // A Cyrillic Х and Arabic-Indic digits look like the real ones.
  ["ipo.patent.v1", "202010123451Х", /must match/],
  ["ipo.patent.v1", "٢٠٢٠١٠١٢٣٤٥١X", /must match/],
  ["ipo.patent.v1", "202010123451X, 2020101234562", /must match/],
  ["ipo.trademark.v1", "1234", /must match/],
  ["ipo.trademark.v1", "123456789", /must match/],
  ["ipo.copyright.v1", "作登字-19-2010-F-00012345", /must match/],
  ["ipo.copyright.v1", "龙作登字-2020-F-00012345", /must match/],
  ["ipo.copyright.v1", "19-2020-F-00012345", /19 is the number of no province/],
  ["ipo.software_copyright.v1", "软著登字第1234567号", /number of the certificate .*: give the registration number/],
  ["ipo.software_copyright.v1", "1234567", /number of the certificate/],
  ["ipo.software_copyright.v1", "2020SR12345", /normalised "2020SR12345" must match/],
  ["cus.declaration.v1", "53012020012345678", /must match \^\\d\{18\}\$/],
  ["tax.invoice.v1", "12345678", /must match/],
  ["tax.invoice.v1", "4400191130123456789", /must match/],
  ["com.warehouse_receipt.v1", "CD20200001", /must match/],
  ["com.warehouse_receipt.v1", "9144030071526726XHCD20200001", /warehouse operator's code: .* G expected/],
  ["com.warehouse_receipt.v1", "9144030071526726XGCD202000010001", /must match/],
  ["company.asset.v1", "设备1", /must match/],
  ["company.asset.v1", "A".repeat(32), /must match/],
  ["company.valuation.v1", "202010123451X", /must match/],
];

describe("registry numbers", () => {
  for (const [name, number, writings] of EQUIVALENT) {
    for (const written of writings) {
      it(`${name}: ${JSON.stringify(written)} is ${number}`, () => {
        assert.equal(normaliseRegistryNumber(schemaOf(name), written), number);
      });
    }
  }

  it("have a row for every kind of item", () => {
    const kinds = new Set(EQUIVALENT.map(([name]) => schemaOf(name).item?.kind));
    const known = new Set(catalogue.schemas.flatMap(({ item }) => (item ? [item.kind] : [])));
    assert.deepEqual(
      [...known].filter((kind) => kind !== "own_record" && !kinds.has(kind)),
      [],
    );
    assert.ok(kinds.has("own_record"));
  });

  it("are keyed by the hash of their one written form, and an asset by its id", () => {
    assert.equal(itemKeyOf(schemaOf("ipo.patent.v1"), "ZL 2020 1 0123451.X"), id("202010123451X"));
    const assetId = `0x${"ab".repeat(32)}`;
    assert.equal(itemKeyOf(schemaOf("company.valuation.v1"), assetId.toUpperCase()), assetId);
  });

  for (const [name, written, why] of REFUSED) {
    it(`${name} refuses ${JSON.stringify(written)}`, () => {
      assert.throws(
        () => itemKeyOf(schemaOf(name), written),
        ({ message }: Error) => message.startsWith(`${name}: "${written}" is no `) && why.test(message),
      );
    });
  }

  it("mean nothing in a schema of which a company has one statement", () => {
    assert.throws(() => itemKeyOf(schemaOf("tax.filing.v1"), "1"), /tax\.filing\.v1 is no item schema/);
  });
});

describe("a statement about an item", () => {
  const patent = schemaOf("ipo.patent.v1");
  const facts = { "ipo.patent_kind": "invention" };

  it("carries the number that its key is made of", () => {
    assert.deepEqual(itemStatementOf(patent, "ZL 2020 1 0123451.X", facts), {
      itemKey: id("202010123451X"),
      facts: { ...facts, "ipo.patent_number": "202010123451X" },
    });
  });

  it("may name the number itself, in any writing, but no other", () => {
    const named = (number: string | boolean | null) =>
      itemStatementOf(patent, "202010123451X", { ...facts, "ipo.patent_number": number }).facts["ipo.patent_number"];
    assert.equal(named("ZL 2020 1 0123451.x"), "202010123451X");
    assert.equal(named(null), "202010123451X");
    for (const other of ["02144686.5", true]) {
      assert.throws(
        () => named(other),
        (error) =>
          error instanceof CodecError &&
          error.field === "ipo.patent_number" &&
          error.rule === "must be the number of the item, 202010123451X",
      );
    }
  });

  it("keeps its facts where the schema registers no asset", () => {
    const record = schemaOf("company.asset.v1");
    const own = { "company.asset_value": "1.00" };
    assert.deepEqual(itemStatementOf(record, "2020-1", own), { itemKey: id("20201"), facts: own });
    assert.equal(numberFactOf(record), undefined);
    assert.equal(numberFactOf(schemaOf("company.valuation.v1")), undefined);
  });
});
