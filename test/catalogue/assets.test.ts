import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { AbiCoder, concat, keccak256, toBeHex, toUtf8Bytes } from "ethers";
import { ABSENT_POSITION, assetIdOf, loadCatalogue, onChainAssetSchema } from "../../catalogue/index.ts";
import type { Schema } from "../../catalogue/index.ts";

const catalogue = loadCatalogue();
const schemaOf = (name: string) => catalogue.schemaByName.get(name) ?? assert.fail(`no schema ${name}`);
const registering = catalogue.schemas.filter(({ asset }) => asset?.effect === "registers");

/** Names of an enum of contracts/assets/AssetKind.sol by their numbers, as codes of the catalogue. */
function enumOfContracts(name: string): string[] {
  const source = readFileSync(new URL("../../contracts/assets/AssetKind.sol", import.meta.url), "utf8");
  const [, body = ""] = new RegExp(`enum ${name} \\{([^}]*)\\}`).exec(source) ?? assert.fail(`no enum ${name}`);
  return body.split(",").map((member) =>
    member
      .trim()
      .replaceAll(/(?<=[a-z])(?=[A-Z])/g, "_")
      .toLowerCase(),
  );
}

function factAt({ fields }: Schema, position: number): string | undefined {
  return fields[position]?.id;
}

describe("kinds of soft asset", () => {
  it("have the numbers that the contracts give them", () => {
    const codes = catalogue.assetKinds.map(({ code }) => code);
    assert.deepEqual(enumOfContracts("AssetKind"), ["none", ...codes]);
    assert.deepEqual(
      catalogue.assetKinds.map(({ number }) => number),
      codes.map((_, index) => index + 1),
    );
    for (const kind of catalogue.assetKinds) {
      assert.equal(catalogue.assetKindByCode.get(kind.code), kind);
      assert.equal(catalogue.assetKindByNumber.get(kind.number), kind);
    }
  });

  it("share registers that have the numbers of the contracts", () => {
    assert.deepEqual(enumOfContracts("Register"), ["none", ...catalogue.registers.map(({ code }) => code)]);
    for (const { register, registerNumber } of catalogue.assetKinds) {
      assert.equal(enumOfContracts("Register")[registerNumber], register);
    }
  });

  it("have each a schema that registers them", () => {
    const registered = new Set(registering.flatMap(({ asset }) => asset?.kinds ?? []));
    assert.deepEqual(
      catalogue.assetKinds.map(({ code }) => code).filter((code) => !registered.has(code)),
      [],
    );
  });
});

describe("schemas of soft assets", () => {
  it("are resolved by SoftAssets, and no others are", () => {
    for (const { name, asset, resolver } of catalogue.schemas) {
      assert.equal(resolver, asset ? "SoftAssets" : null, name);
    }
  });

  it("lead to the fields that they name", () => {
    const patent = schemaOf("ipo.patent.v1");
    const { asset } = patent;
    assert.ok(asset);
    assert.deepEqual(
      [asset.numberAt, asset.kindAt, asset.statusAt, asset.dueAt].map((position) => factAt(patent, position)),
      ["ipo.patent_number", "ipo.patent_kind", "ipo.patent_legal_status", "ipo.patent_expiry_date"],
    );
    assert.equal(patent.fields[asset.statusAt]?.values?.[asset.inForce]?.label, "valid");
    assert.deepEqual(asset.kinds, ["invention_patent", "utility_model", null]);
    assert.equal(asset.kindsBytes, "0x01020000");
    assert.equal(asset.valueAt, ABSENT_POSITION);

    const declaration = schemaOf("cus.declaration.v1");
    assert.equal(factAt(declaration, declaration.asset?.valueAt ?? NaN), "cus.declaration_value_cny");
    assert.equal(declaration.asset?.kindsBytes, "0x07060000");
  });

  it("always tell until when, since what has no end cannot be pledged", () => {
    for (const schema of registering) {
      assert.equal(schema.fields[schema.asset?.dueAt ?? NaN]?.type, "date", schema.name);
    }
  });

  it("go to the chain as SoftAssets takes them", () => {
    assert.deepEqual(onChainAssetSchema(schemaOf("ipo.trademark.v1")), {
      ...{ effect: 1, register: 2, numberAt: 0, kindAt: 255, statusAt: 4, inForce: 1, dueAt: 3, valueAt: 255 },
      ...{ validitySeconds: 400 * 86_400, kinds: "0x03000000" },
    });
    assert.deepEqual(onChainAssetSchema(schemaOf("company.valuation.v1")), {
      ...{ effect: 2, register: 0, numberAt: 255, kindAt: 255, statusAt: 255, inForce: 0, dueAt: 255, valueAt: 0 },
      ...{ validitySeconds: 365 * 86_400, kinds: "0x00000000" },
    });
    assert.equal(onChainAssetSchema(schemaOf("tax.filing.v1")), null);
  });
});

describe("declarations", () => {
  it("name the counterparty's place and the agencies' bits", () => {
    const declared = catalogue.schemas.filter(({ declaration }) => declaration);
    assert.deepEqual(
      declared.map(({ name }) => name),
      ["company.asset.v1", "company.liability.v1", "company.transaction.v1"],
    );
    for (const schema of declared) {
      assert.ok(schema.declaration);
      const { counterpartyAt, confirmers, confirmersBits } = schema.declaration;
      assert.ok(factAt(schema, counterpartyAt)?.endsWith("_counterparty"), schema.name);
      const named = catalogue.agencies.filter(({ number }) => ((confirmersBits >> BigInt(number)) & 1n) === 1n);
      assert.deepEqual(named.map(({ code }) => code).toSorted(), confirmers.toSorted());
    }
  });
});

describe("asset ids", () => {
  it("are the hash of the register and the number's hash, as two words", () => {
    const key = keccak256(toUtf8Bytes("202010123451X"));
    assert.equal(assetIdOf(1, "202010123451X"), keccak256(concat([toBeHex(1, 32), key])));
    assert.equal(
      assetIdOf(7, "A"),
      keccak256(AbiCoder.defaultAbiCoder().encode(["uint8", "bytes32"], [7, keccak256(toUtf8Bytes("A"))])),
    );
    assert.notEqual(assetIdOf(1, "12345678"), assetIdOf(2, "12345678"));
  });
});
