import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { productsText } from "../../catalogue/generate-products.ts";
import { loadCatalogue, onChainTerms } from "../../catalogue/index.ts";
import { CATALOGUE_DIR } from "../../catalogue/load.ts";
import { pick, shuffle } from "../../catalogue/products/draw.ts";
import { generateProducts } from "../../catalogue/products/generate.ts";
import { copyOfCatalogue, editFile } from "./edited-copy.ts";

const catalogue = loadCatalogue();

describe("the generator", () => {
  it("makes the file that is kept", async () => {
    assert.equal(await productsText(CATALOGUE_DIR), readFileSync(join(CATALOGUE_DIR, "products.json"), "utf8"));
  });

  it("notices on the command line when the file is kept as it is made", async () => {
    const script = join(CATALOGUE_DIR, "generate-products.ts");
    const { stderr } = await promisify(execFile)(process.execPath, [script, "--check"]);
    assert.equal(stderr, "");
  });

  it("changes only what a changed type has to do with", async () => {
    const dir = copyOfCatalogue();
    editFile(dir, "product-types.json", [["/0/annualRateBps/min", 330]]);
    const before = JSON.parse(await productsText(CATALOGUE_DIR)) as { id: string }[];
    const after = JSON.parse(await productsText(dir)) as { id: string }[];
    const changed = after.filter((product, index) => JSON.stringify(product) !== JSON.stringify(before[index]));
    assert.ok(changed.length > 0);
    assert.ok(changed.every(({ id }) => id.startsWith("tax_loan-")));
  });

  it("needs a lender for each type", () => {
    const { productTypes, features, lenders } = catalogue;
    const banks = lenders.filter(({ kind }) => kind === "bank");
    assert.throws(() => generateProducts({ productTypes, features, lenders: banks }), /leasing: no lender of kind/);
  });

  it("does not choose from nothing", () => {
    assert.throws(() => pick("key", []), RangeError);
  });

  it("shuffles without losing anything", () => {
    assert.deepEqual(shuffle("key", [1, 2, 3, 4, 5]).sort(), [1, 2, 3, 4, 5]);
  });
});

describe("the products", () => {
  const criteria = catalogue.products.flatMap((product) => product.criteria);

  it("are 319, as many of each type as it says, with names of their own", () => {
    assert.equal(catalogue.products.length, 319);
    assert.equal(new Set(catalogue.products.map(({ nameZh }) => nameZh)).size, 319);
    assert.equal(new Set(catalogue.products.map(({ nameEn }) => nameEn)).size, 319);
  });

  it("come from every lender", () => {
    const offering = new Set(catalogue.products.map(({ lender }) => lender));
    assert.deepEqual([...offering].sort(), catalogue.lenders.map(({ code }) => code).sort());
  });

  it("use every feature and every operator", () => {
    assert.equal(new Set(criteria.map(({ feature }) => feature)).size, 25);
    assert.equal(new Set(criteria.map(({ operator }) => operator)).size, 8);
  });

  it("go to the chain with the terms of their range and a bit for each kind of collateral", () => {
    const product = catalogue.productById.get("export_receivable-001") ?? assert.fail();
    assert.deepEqual(product.collateralKinds, ["export_declaration", "vat_invoice"]);
    assert.deepEqual(onChainTerms(product), {
      minAmountFen: product.amountFen.min,
      maxAmountFen: product.amountFen.max,
      minTenorMonths: product.tenorMonths.min,
      maxTenorMonths: product.tenorMonths.max,
      minRateBps: product.annualRateBps.min,
      maxRateBps: product.annualRateBps.max,
      collateralKinds: (1 << 6) | (1 << 8),
    });
    for (const { collateralKinds, collateralBits } of catalogue.products) {
      const named = catalogue.assetKinds.filter(({ number }) => ((collateralBits >> number) & 1) === 1);
      assert.deepEqual(named.map(({ code }) => code).toSorted(), collateralKinds.toSorted());
      assert.equal(collateralBits & 1, 0, "kind 0 is no kind");
    }
  });

  it("lend on everything that the ledger holds", () => {
    const accepted = new Set(catalogue.products.flatMap(({ collateralKinds }) => collateralKinds));
    assert.deepEqual([...accepted].sort(), catalogue.assetKinds.map(({ code }) => code).sort());
  });

  it("settle in a token where a few export receivables are meant to", () => {
    const inToken = catalogue.products.filter(({ settlement }) => settlement === "token").map(({ id }) => id);
    assert.deepEqual(inToken, ["export_receivable-001", "export_receivable-002", "export_receivable-003"]);
  });

  it("exclude red flags where their type does", () => {
    const excluding = new Set(catalogue.productTypes.filter((type) => type.excludesRedFlags).map(({ id }) => id));
    assert.ok(excluding.size >= 14);
    for (const product of catalogue.products.filter(({ type }) => excluding.has(type))) {
      assert.ok(
        product.criteria.some(({ feature, operator }) => feature === "red_flags" && operator === "none of"),
        product.id,
      );
    }
  });

  it("of a local lender are for its cities", () => {
    for (const product of catalogue.products) {
      const cities = catalogue.lenderByCode.get(product.lender)?.cities ?? [];
      const region = product.criteria.find(({ feature }) => feature === "region");
      assert.deepEqual(region?.value ?? [], cities, product.id);
    }
  });

  it("keep what makes their type", () => {
    for (const product of catalogue.products) {
      const type = catalogue.productTypes.find(({ id }) => id === product.type) ?? assert.fail(product.id);
      const essential = type.typicalEligibility[0] ?? assert.fail(type.id);
      assert.ok(
        product.criteria.some(
          ({ feature, operator }) => feature === essential.feature && operator === essential.operator,
        ),
        product.id,
      );
    }
  });

  it("of one type differ from each other", () => {
    for (const { id, count } of catalogue.productTypes.filter(({ count }) => count > 4)) {
      const kinds = new Set(
        catalogue.products
          .filter(({ type }) => type === id)
          .map(({ criteria }) =>
            JSON.stringify(criteria, (_key, value: unknown) => (typeof value === "bigint" ? `${value}` : value)),
          ),
      );
      assert.ok(kinds.size > count / 2, `${id}: ${kinds.size} of ${count}`);
    }
  });
});
