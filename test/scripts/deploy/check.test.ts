import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { ZeroAddress, ZeroHash } from "ethers";
import type { Catalogue } from "../../../catalogue/index.ts";
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

function assertOne(differences: string[], expected: RegExp): void {
  assert.equal(differences.length, 1, differences.join("\n"));
  assert.match(differences[0]!, expected);
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
    assert.equal(differences.length, 3);
    assert.match(differences.join("\n"), /There is no contract at 0x\w+, where the record has AttestationRegistry/);
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
