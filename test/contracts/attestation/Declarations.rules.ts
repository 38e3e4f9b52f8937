import { expect } from "chai";
import { network } from "hardhat";
import { ZeroAddress } from "ethers";
import { DAY, deployCredit } from "../support/credit.ts";
import { schemaIdOf, STREAM, TAX } from "../support/ledger.ts";

const connection = await network.create();
const { networkHelpers, ethers } = connection;

const NAME = "company.test.v1";
const SCHEMA = schemaIdOf(NAME, 0);
const FIELDS = ["counterparty", "type", "amount", "due"];
const EVERY_AGENCY = 2n ** 240n - 2n;

async function deployed() {
  const credit = await deployCredit(connection);
  const { registry, wallets } = credit;
  await registry.connect(wallets.steward).defineSchema(NAME, 0, FIELDS, STREAM, DAY, ZeroAddress);
  return credit;
}

describe("Declarations, rules", function () {
  it("say for ever who may answer to a schema's statements", async function () {
    const { declarations, wallets } = await networkHelpers.loadFixture(deployed);
    expect(await declarations.ruleOf(SCHEMA)).to.deep.equal([false, 0n, 0n]);
    const steward = declarations.connect(wallets.steward);
    await expect(steward.defineRule(SCHEMA, 3, EVERY_AGENCY))
      .to.emit(declarations, "DeclarationRuleDefined")
      .withArgs(SCHEMA, 3, EVERY_AGENCY);
    expect(await declarations.ruleOf(SCHEMA)).to.deep.equal([true, 3n, EVERY_AGENCY]);
    await expect(steward.defineRule(SCHEMA, 3, 0))
      .to.be.revertedWithCustomError(declarations, "DeclarationsRuleExists")
      .withArgs(SCHEMA);
  });

  it("may name no agency", async function () {
    const { declarations, wallets } = await networkHelpers.loadFixture(deployed);
    await declarations.connect(wallets.steward).defineRule(SCHEMA, 0, 0);
    expect(await declarations.ruleOf(SCHEMA)).to.deep.equal([true, 0n, 0n]);
  });

  for (const [what, schemaId, confirmers] of [
    ["a schema that an agency issues", schemaIdOf("tax.test.v1", TAX), 4n],
    ["a schema of the highest agency", schemaIdOf("test.v1", 0xff00), 4n],
    ["agency 0, which is none", SCHEMA, 1n],
    ["agency 0 among others", SCHEMA, EVERY_AGENCY + 1n],
  ] as const) {
    it(`are refused for ${what}`, async function () {
      const { declarations, wallets } = await networkHelpers.loadFixture(deployed);
      await expect(declarations.connect(wallets.steward).defineRule(schemaId, 1, confirmers))
        .to.be.revertedWithCustomError(declarations, "DeclarationsInvalidRule")
        .withArgs(schemaId);
      expect((await declarations.ruleOf(schemaId)).defined).to.equal(false);
    });
  }

  it("are refused for a counterparty in no field, and for a schema that the registry does not know", async function () {
    const { declarations, wallets } = await networkHelpers.loadFixture(deployed);
    const unknown = schemaIdOf("company.unknown.v1", 0);
    for (const [schemaId, position] of [
      [SCHEMA, FIELDS.length],
      [unknown, 0],
    ] as const) {
      await expect(declarations.connect(wallets.steward).defineRule(schemaId, position, 4))
        .to.be.revertedWithCustomError(declarations, "DeclarationsInvalidRule")
        .withArgs(schemaId);
    }
  });

  it("are the steward's alone", async function () {
    const { declarations, wallets } = await networkHelpers.loadFixture(deployed);
    for (const caller of ["governance", "guardian", "regulator", "registrar", "company", "taxSigner"] as const) {
      await expect(declarations.connect(wallets[caller]).defineRule(SCHEMA, 1, 4))
        .to.be.revertedWithCustomError(declarations, "AccessManagedUnauthorized")
        .withArgs(wallets[caller]);
    }
  });

  it("are not defined during a pause", async function () {
    const { declarations, wallets } = await networkHelpers.loadFixture(deployed);
    await declarations.connect(wallets.guardian).pause();
    await expect(declarations.connect(wallets.steward).defineRule(SCHEMA, 1, 4)).to.be.revertedWithCustomError(
      declarations,
      "EnforcedPause",
    );
  });

  it("belong to a contract that is initialised once, and whose code never is", async function () {
    const { declarations, entities, registry, manager } = await networkHelpers.loadFixture(deployed);
    await expect(declarations.initialize(manager)).to.be.revertedWithCustomError(declarations, "InvalidInitialization");
    const code = await ethers.deployContract("Declarations", [entities, registry]);
    await expect(code.getFunction("initialize")(manager)).to.be.revertedWithCustomError(
      declarations,
      "InvalidInitialization",
    );
  });
});
