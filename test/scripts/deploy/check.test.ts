import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { ContractFactory, keccak256, ZeroAddress, ZeroHash } from "ethers";
import { type AssetKind, type Catalogue, onChainAssetSchema, type Schema } from "../../../catalogue/index.ts";
import { readArtifact } from "../../../scripts/chain/artifacts.ts";
import { LEDGER_CONTRACT_NAMES } from "../../../scripts/chain/contracts.ts";
import { askedBy, PROXIED_NAMES, type ProxiedName } from "../../../scripts/chain/ledger.ts";
import { checkDeployment } from "../../../scripts/deploy/check.ts";
import type { LedgerParameters } from "../../../scripts/deploy/parameters.ts";
import type { DeploymentRecord } from "../../../scripts/deploy/record.ts";
import { agencyAdminRole, ROLES } from "../../../scripts/deploy/roles.ts";
import { developmentWallet } from "../../../scripts/wallets/development.ts";
import { catalogue, deployedChain, freshChain, govern, mined, parameters } from "./chain.ts";

const stranger = developmentWallet("company:1").address;

/** One deployment, rolled back after each tampering. */
let chain: Awaited<ReturnType<typeof deployedChain>>;
before(async () => {
  chain = await deployedChain();
});

interface Meant {
  record?: DeploymentRecord;
  parameters?: LedgerParameters;
  catalogue?: Catalogue;
}

/** What the check says after `tamper`, which is undone afterwards. */
async function differencesAfter(tamper: () => Promise<unknown>, meant: Meant = {}): Promise<string[]> {
  const snapshot: unknown = await chain.provider.send("evm_snapshot", []);
  try {
    await tamper();
    return await checkDeployment({ provider: chain.provider, record: chain.record, parameters, catalogue, ...meant });
  } finally {
    await chain.provider.send("evm_revert", [snapshot]);
  }
}

const untouched = () => Promise.resolve();

/** Governance calls a function of the AccessManager. */
function governed(name: string, parametersOfCall: readonly unknown[]) {
  const { AccessManager } = chain.contracts;
  const data = AccessManager.interface.encodeFunctionData(name as never, parametersOfCall as never);
  return govern(chain, chain.contracts, AccessManager, data);
}

function assertOne(differences: string[], expected: RegExp, about = ""): void {
  assert.equal(differences.length, 1, `${about} ${differences.join("\n")}`);
  assert.match(differences[0]!, expected, about);
}

/** Puts a contract's code on the chain once more, asking other contracts. */
async function newImplementation(name: ProxiedName | "ERC1967Proxy", parametersOfConstructor: readonly unknown[]) {
  const { abi, bytecode } = await readArtifact(name);
  const factory = new ContractFactory(abi as never, bytecode, chain.wallet("relayer"));
  return (await factory.deploy(...parametersOfConstructor)).getAddress();
}

describe("checkDeployment: code", () => {
  it("finds nothing where nothing was touched", async () => {
    assert.deepEqual(await differencesAfter(untouched), []);
  });

  it("names the chain when it is another one", async () => {
    const other = await freshChain(4711);
    const intention = { provider: other.provider, record: chain.record, parameters, catalogue };
    assertOne(await checkDeployment(intention), /is chain 4711, but the record is of chain 31337/);
  });

  it("names each contract that is not there", async () => {
    const empty = await freshChain();
    const intention = { provider: empty.provider, record: chain.record, parameters, catalogue };
    const differences = await checkDeployment(intention);
    assert.equal(differences.length, LEDGER_CONTRACT_NAMES.length);
    assert.match(differences.join("\n"), /There is no contract at 0x\w+, where the record has LoanDesk/);
  });

  it("names changed code of an implementation, and its hash", async () => {
    const { implementation } = chain.record.contracts.EntityRegistry;
    const code = await chain.provider.getCode(implementation);
    const differences = await differencesAfter(() =>
      chain.provider.send("hardhat_setCode", [implementation, `${code}00`]),
    );
    assert.match(differences[0]!, /code of the implementation of EntityRegistry at 0x\w+ is not what .* compiles to/);
    assert.match(differences[1]!, /has the hash 0x\w+, but the record has 0x\w+/);
    assert.equal(differences.length, 2);
  });

  it("names a proxy that runs something else", async () => {
    const { EntityRegistry } = chain.contracts;
    const other = chain.record.contracts.AttestationRegistry.implementation;
    const data = EntityRegistry.interface.encodeFunctionData("upgradeToAndCall", [other, "0x"]);
    const differences = await differencesAfter(() => govern(chain, chain.contracts, EntityRegistry, data));
    assert.match(differences[0]!, /proxy of EntityRegistry runs the implementation 0x\w+, but the record has 0x\w+/);
    assert.match(differences[1]!, /is not what EntityRegistry compiles to/);
  });

  it("names a contract that obeys another authority", async () => {
    const target = chain.record.contracts.EntityRegistry.address;
    const impostor = chain.record.contracts.AttestationRegistry.address;
    const differences = await differencesAfter(() => governed("updateAuthority", [target, impostor]));
    assertOne(differences, /EntityRegistry obeys the authority 0x\w+, but the record's AccessManager is 0x\w+/);
  });
});

describe("checkDeployment: contracts that a contract asks for ever", () => {
  for (const name of PROXIED_NAMES) {
    for (const [position, [getter, asked]] of askedBy(name).entries()) {
      it(`names another ${asked} in the code of ${name}, where a comparison of code leaves it out`, async () => {
        const impostors = askedBy(name).map(([, other], index) =>
          index === position ? stranger : chain.record.contracts[other].address,
        );
        const implementation = await newImplementation(name, impostors);
        const codeHash = keccak256(await chain.provider.getCode(implementation));
        const contracts = { ...chain.record.contracts };
        contracts[name] = { ...contracts[name], implementation, codeHash };
        const contract = chain.contracts[name];
        const data = contract.interface.encodeFunctionData("upgradeToAndCall", [implementation, "0x"]);
        const record = { ...chain.record, contracts };
        const differences = await differencesAfter(() => govern(chain, chain.contracts, contract, data), { record });
        assertOne(differences, new RegExp(`^${name} asks the ${asked} ${stranger}, but the record has 0x`), getter);
      });
    }
  }

  it("names changed code of the metadata", async () => {
    const metadata = await chain.contracts.SoftAssets.METADATA();
    const differences = await differencesAfter(() => chain.provider.send("hardhat_setCode", [metadata, "0x00"]));
    assertOne(differences, /^The code of AssetMetadata at 0x\w+ is not what AssetMetadata compiles to here/);
  });
});

describe("checkDeployment: roles", () => {
  it("names a function that is open to another role", async () => {
    const { EntityRegistry } = chain.contracts;
    const { selector } = EntityRegistry.interface.getFunction("suspend");
    const differences = await differencesAfter(async () =>
      governed("setTargetFunctionRole", [await EntityRegistry.getAddress(), [selector], ROLES.regulator]),
    );
    assertOne(differences, /^suspend of EntityRegistry is open to the role regulator, but registrar was meant/);
  });

  it("names a function that was meant for administrators only, even one that the table does not list", async () => {
    const { AttestationRegistry } = chain.contracts;
    const { selector } = AttestationRegistry.interface.getFunction("attest");
    const differences = await differencesAfter(async () =>
      governed("setTargetFunctionRole", [await AttestationRegistry.getAddress(), [selector], 77]),
    );
    assertOne(differences, /^attest of AttestationRegistry is open to the role 77, but governance was meant/);
  });

  it("names whoever holds a role that nobody meant", async () => {
    const differences = await differencesAfter(() => governed("grantRole", [ROLES.steward, stranger, 0]));
    assertOne(differences, new RegExp(`${stranger} \\(steward\\) holds this role, but was not meant to`));
  });

  it("names whoever ought to hold a role and does not", async () => {
    const admin = developmentWallet("admin:2").address;
    const differences = await differencesAfter(() => governed("revokeRole", [agencyAdminRole(2), admin]));
    assertOne(differences, new RegExp(`${admin} \\(admin of agency tax\\) was meant to hold this role, but does not`));
  });

  it("names a delay that is not the one meant", async () => {
    const meant = { parameters: { ...parameters, executionDelaySeconds: 259_200 } };
    const differences = await differencesAfter(untouched, meant);
    assert.equal(differences.length, 2);
    for (const role of ["governance", "governed"]) {
      const expected = `(${role}) waits 172800 seconds before execution, but 259200 were meant.`;
      assert.ok(
        differences.some((difference) => difference.includes(expected)),
        role,
      );
    }
  });

  it("names a delay that was dropped", async () => {
    const registrar = developmentWallet("registrar").address;
    const differences = await differencesAfter(() => governed("grantRole", [ROLES.registrar, registrar, 60]));
    assertOne(differences, /\(registrar\) waits 60 seconds before execution, but 0 were meant/);
  });

  it("names a role whose guardian is another", async () => {
    const differences = await differencesAfter(() => governed("setRoleGuardian", [ROLES.governed, ROLES.governance]));
    assertOne(differences, /role governed schedules can be cancelled by governance, but guardian was meant/);
  });

  it("names a role that is granted by another", async () => {
    const differences = await differencesAfter(() => governed("setRoleAdmin", [ROLES.steward, ROLES.registrar]));
    assertOne(differences, /role steward is granted by registrar, but governance was meant/);
  });

  it("names a closed and a paused contract", async () => {
    const { EntityRegistry, AttestationRegistry } = chain.contracts;
    const differences = await differencesAfter(async () => {
      await mined(AttestationRegistry.connect(chain.wallet("guardian")).pause());
      await governed("setTargetClosed", [await EntityRegistry.getAddress(), true]);
    });
    assert.deepEqual(differences, [
      "EntityRegistry is closed: nobody can call what needs a role.",
      "AttestationRegistry is paused.",
    ]);
  });
});

describe("checkDeployment: agencies and schemas", () => {
  const define = (name: string, fields: string[]) =>
    chain.contracts.AttestationRegistry.connect(chain.wallet("steward")).defineSchema(
      ...([name, 2, fields, 1, 60, ZeroAddress] as const),
    );

  it("names what the chain has and the catalogue has not", async () => {
    const differences = await differencesAfter(async () => {
      const steward = chain.contracts.AttestationRegistry.connect(chain.wallet("steward"));
      await mined(steward.defineAgency(999, "moon", "Office of the Moon", "月亮局"));
      await mined(define("tax.moon.v1", ["tax.moon"]));
    });
    assert.deepEqual(differences, [
      "Agency 999 (moon) is defined, but the catalogue has no such agency.",
      "Schema tax.moon.v1 is defined, but the catalogue has no such schema.",
    ]);
  });

  it("names what the catalogue has and the chain has not", async () => {
    const [agency, schema] = [catalogue.agencies[1]!, catalogue.schemaByName.get("tax.credit.v1")!];
    const newer: Catalogue = {
      ...catalogue,
      agencies: [...catalogue.agencies, { ...agency, number: 99, code: "new" }],
      schemas: [...catalogue.schemas, { ...schema, name: "tax.credit.v2", id: "0x00020001" }],
    };
    const differences = await differencesAfter(untouched, { catalogue: newer });
    assert.deepEqual(differences, [
      "Agency 99 (new) is not defined.",
      "Schema tax.credit.v2 is not defined.",
      "The record has no id for schema tax.credit.v2, but its id is 0x00020001.",
      "The record has no number for agency new, but its number is 99.",
    ]);
  });

  it("names a schema's count and order of fields and its validity", async () => {
    const changed: Catalogue = {
      ...catalogue,
      schemas: catalogue.schemas.map((schema) => {
        if (schema.name === "tax.filing.v1") return { ...schema, fields: schema.fields.toReversed() };
        if (schema.name === "tax.credit.v1") return { ...schema, validitySeconds: 1 };
        if (schema.name === "tax.arrears.v1") return { ...schema, fields: [...schema.fields, schema.fields[0]!] };
        return schema;
      }),
    };
    const differences = (await differencesAfter(untouched, { catalogue: changed })).join("\n");
    assert.match(differences, /tax.filing.v1 was defined with the fields tax.tax_paid_12m, tax.tax_paid_prev_12m, but/);
    assert.match(differences, /tax.credit.v1 is valid for \d+ seconds, but 1 were meant/);
    assert.match(differences, /tax.arrears.v1 has 1 fields, but 2 were meant/);
  });

  it("names a resolver that nobody meant", async () => {
    const { AttestationRegistry } = chain.contracts;
    const { id } = catalogue.schemaByName.get("tax.credit.v1")!;
    const resolver = await chain.contracts.EntityRegistry.getAddress();
    const data = AttestationRegistry.interface.encodeFunctionData("setResolver", [id, resolver]);
    const differences = await differencesAfter(() => govern(chain, chain.contracts, AttestationRegistry, data));
    assertOne(differences, /Schema tax.credit.v1 has the resolver 0x\w+, but none was meant/);
  });

  it("names the resolver that is missing", async () => {
    const { AttestationRegistry } = chain.contracts;
    const { id } = catalogue.schemaByName.get("ipo.patent.v1")!;
    const data = AttestationRegistry.interface.encodeFunctionData("setResolver", [id, ZeroAddress]);
    const differences = await differencesAfter(() => govern(chain, chain.contracts, AttestationRegistry, data));
    assertOne(differences, /Schema ipo.patent.v1 has the resolver none, but 0x\w{40} was meant/);
  });

  it("names a record that is out of date", async () => {
    const [manager, schemas] = [
      chain.record.contracts.AccessManager,
      { ...chain.record.schemas, "tax.credit.v1": "0x0" },
    ];
    const record = {
      ...chain.record,
      catalogueVersion: "0.1.0",
      schemas,
      contracts: { ...chain.record.contracts, AccessManager: { ...manager, codeHash: ZeroHash } },
    };
    const differences = await differencesAfter(untouched, { record });
    assert.equal(differences.length, 3, differences.join("\n"));
    assert.match(differences[0]!, /code of AccessManager at 0x\w+ has the hash 0x\w+, but the record has 0x0+\./);
    assert.match(differences[1]!, /written for catalogue 0.1.0, but this one is/);
    assert.match(differences[2]!, /has 0x0 for schema tax.credit.v1/);
  });
});

describe("checkDeployment: what lending rests on", () => {
  const steward = () => chain.wallet("steward");
  const credit = catalogue.schemaByName.get("tax.credit.v1")!;

  it("names members of an asset schema and a declaration rule that are not those meant", async () => {
    const schemas = catalogue.schemas.map((schema): Schema => {
      if (schema.name === "ipo.patent.v1") return { ...schema, asset: { ...schema.asset!, dueAt: 0 } };
      if (schema.declaration === null || schema.name !== "company.asset.v1") return schema;
      return { ...schema, declaration: { ...schema.declaration, confirmersBits: 6n } };
    });
    const differences = await differencesAfter(untouched, { catalogue: { ...catalogue, schemas } });
    assert.equal(differences.length, 2, differences.join("\n"));
    assert.match(differences[0]!, /^The asset schema of ipo.patent.v1 has the dueAt \d+, but 0 was meant/);
    assert.match(differences[1]!, /^The declaration rule of company.asset.v1 has the confirmers \d+, but 6 was meant/);
  });

  it("names asset schemas and rules that only the catalogue has", async () => {
    const { asset } = catalogue.schemaByName.get("ipo.patent.v1")!;
    const { declaration } = catalogue.schemaByName.get("company.asset.v1")!;
    const schemas = catalogue.schemas.map((schema): Schema => {
      if (schema.name === credit.name) return { ...schema, asset };
      return schema.name === "company.income_statement.v1" ? { ...schema, declaration } : schema;
    });
    assert.deepEqual(await differencesAfter(untouched, { catalogue: { ...catalogue, schemas } }), [
      "What schema tax.credit.v1 does to assets is not defined.",
      "Who answers to schema company.income_statement.v1 is not defined.",
    ]);
  });

  it("names asset schemas and rules that only the chain has", async () => {
    const income = catalogue.schemaByName.get("company.income_statement.v1")!;
    const differences = await differencesAfter(async () => {
      const { validitySeconds } = credit;
      const valuation = {
        ...onChainAssetSchema(catalogue.schemaByName.get("company.valuation.v1")!)!,
        validitySeconds,
      };
      await mined(chain.contracts.SoftAssets.connect(steward()).defineAssetSchema(credit.id, valuation));
      await mined(chain.contracts.Declarations.connect(steward()).defineRule(income.id, 0, 2));
    });
    assert.deepEqual(differences, [
      "Schema tax.credit.v1 does something to assets, but nothing was meant.",
      "Schema company.income_statement.v1 has a declaration rule, but none was meant.",
    ]);
  });

  it("names a contract that obeys nobody yet, and one that obeys a stranger", async () => {
    const { implementation } = chain.record.contracts.SoftAssets;
    const { SoftAssets, AccessManager } = chain.contracts;
    const initialise = SoftAssets.interface.encodeFunctionData("initialize", [await AccessManager.getAddress()]);
    const address = await newImplementation("ERC1967Proxy", [implementation, initialise]);
    const second = SoftAssets.attach(address) as typeof SoftAssets;
    const contracts = { ...chain.record.contracts, SoftAssets: { ...chain.record.contracts.SoftAssets, address } };
    const record = { ...chain.record, contracts };
    const alone = await differencesAfter(untouched, { record });
    assert.ok(alone.includes("SoftAssets obeys no PledgeRegistry yet."), alone.join("\n"));
    const impostor = chain.record.contracts.EntityRegistry.address;
    const led = await differencesAfter(
      async () => {
        const { selector } = SoftAssets.interface.getFunction("connect");
        await governed("setTargetFunctionRole", [address, [selector], ROLES.steward]);
        await mined(second.connect(steward()).getFunction("connect(address)")(impostor) as never);
      },
      { record },
    );
    assert.match(led.join("\n"), new RegExp(`SoftAssets obeys the PledgeRegistry ${impostor}, but the record has 0x`));
  });

  it("names a first advance rate that is not the catalogue's, and leaves alone what a regulator has decided", async () => {
    const assetKinds = catalogue.assetKinds.map((kind) => (kind.number === 1 ? { ...kind, advanceBps: 100 } : kind));
    const meant = { catalogue: { ...catalogue, assetKinds } };
    const [{ advanceBps, code }] = catalogue.assetKinds as [AssetKind];
    assert.deepEqual(await differencesAfter(untouched, meant), [
      `The advance rate of ${code} is ${advanceBps} basis points, but 100 were meant, and no regulator has decided otherwise.`,
    ]);
    const registry = chain.contracts.PledgeRegistry.connect(chain.wallet("regulator"));
    assert.deepEqual(await differencesAfter(() => mined(registry.setAdvanceRate(1, 200)), meant), []);
  });
});
