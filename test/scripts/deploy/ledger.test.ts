import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import {
  ContractFactory,
  type HDNodeWallet,
  type TransactionRequest,
  type TransactionResponse,
  Wallet,
  ZeroAddress,
} from "ethers";
import { type AssetKind, type Catalogue, onChainAssetSchema } from "../../../catalogue/index.ts";
import { readArtifact } from "../../../scripts/chain/artifacts.ts";
import { explainRevert } from "../../../scripts/chain/errors.ts";
import { checkDeployment } from "../../../scripts/deploy/check.ts";
import { PROXIED_NAMES } from "../../../scripts/chain/ledger.ts";
import { deployForDevelopment } from "../../../scripts/deploy/development.ts";
import { deployLedger } from "../../../scripts/deploy/ledger.ts";
import { agencyAdminRole, ROLES } from "../../../scripts/deploy/roles.ts";
import { developmentWallet } from "../../../scripts/wallets/development.ts";
import {
  catalogue,
  type Chain,
  deployedChain,
  freshChain,
  govern,
  mined,
  parameters,
  passTime,
  schedule,
  temporaryFolder,
} from "./chain.ts";

/** Of EIP-7825. */
const TRANSACTION_GAS_CAP = 16_777_216n;

/** A deployer that dies instead of sending its n-th transaction, or right after. */
class MortalWallet extends Wallet {
  sendsLeft = Infinity;
  diesAfterSending = false;

  override async sendTransaction(transaction: TransactionRequest): Promise<TransactionResponse> {
    const dies = this.sendsLeft-- <= 0;
    if (dies && this.diesAfterSending) await super.sendTransaction(transaction);
    if (dies) throw new Error("power cut");
    return super.sendTransaction(transaction);
  }
}

function mortalDeployer(chain: Chain, sends: number, diesAfterSending = false): MortalWallet {
  const wallet = new MortalWallet(developmentWallet("deployer").privateKey, chain.provider);
  return Object.assign(wallet, { sendsLeft: sends, diesAfterSending });
}

const settings = (chain: Chain) => ({ provider: chain.provider, network: "test", catalogue, parameters });

async function refusal(promise: Promise<unknown>): Promise<string> {
  const error: unknown = await promise.then(
    () => assert.fail("nothing was refused"),
    (reason: unknown) => reason,
  );
  return explainRevert(error, catalogue);
}

describe("a deployed ledger", async () => {
  const chain = await deployedChain();
  const { contracts, record, wallet } = chain;
  const manager = contracts.AccessManager;

  it("is what was meant", async () => {
    assert.deepEqual(await checkDeployment({ provider: chain.provider, record, parameters, catalogue }), []);
  });

  it("leaves the deployer without any role", async () => {
    const roles = [...Object.values(ROLES), ...catalogue.agencies.map(({ number }) => agencyAdminRole(number))];
    for (const role of roles) {
      const { isMember } = await manager.hasRole(role, wallet("deployer").address);
      assert.equal(isMember, false, `role ${role}`);
    }
  });

  it("puts governance behind two days", async () => {
    for (const role of [ROLES.governance, ROLES.governed]) {
      const { isMember, executionDelay } = await manager.hasRole(role, wallet("governance").address);
      assert.deepEqual([isMember, executionDelay], [true, 172_800n]);
    }
  });

  it("can be initialised by nobody, neither at the proxies nor behind them", async () => {
    for (const name of PROXIED_NAMES) {
      for (const address of [record.contracts[name].address, record.contracts[name].implementation]) {
        const contract = contracts[name].attach(address) as typeof contracts.EntityRegistry;
        const stranger = contract.connect(wallet("relayer"));
        assert.match(await refusal(stranger.initialize(wallet("relayer").address)), /initialised already/);
      }
    }
  });

  it("knows every agency and schema of the catalogue, and lets each agency's wallet sign", async () => {
    for (const { number } of catalogue.agencies) {
      const { agencyId } = await contracts.AttestationRegistry.signerOf(developmentWallet(`signer:${number}`).address);
      assert.equal(agencyId, BigInt(number));
    }
    for (const { id, fields, validitySeconds } of catalogue.schemas) {
      const schema = await contracts.AttestationRegistry.schemaOf(id);
      assert.deepEqual([schema.fieldCount, schema.validitySeconds], [BigInt(fields.length), BigInt(validitySeconds)]);
    }
  });

  it("tells SoftAssets, Declarations and the PledgeRegistry what the catalogue says of assets and declarations", async () => {
    for (const schema of catalogue.schemas) {
      const wanted = onChainAssetSchema(schema);
      const { effect, numberAt, dueAt, kinds } = await contracts.SoftAssets.assetSchemaOf(schema.id);
      assert.equal(Number(effect), wanted?.effect ?? 0, schema.name);
      if (wanted)
        assert.deepEqual([Number(numberAt), Number(dueAt), kinds], [wanted.numberAt, wanted.dueAt, wanted.kinds]);
      const rule = await contracts.Declarations.ruleOf(schema.id);
      assert.equal(rule.defined ? rule.confirmers : undefined, schema.declaration?.confirmersBits, schema.name);
      const { resolver } = await contracts.AttestationRegistry.schemaOf(schema.id);
      assert.equal(resolver, wanted ? record.contracts.SoftAssets.address : ZeroAddress, schema.name);
    }
    for (const { number, advanceBps } of catalogue.assetKinds) {
      assert.equal(await contracts.PledgeRegistry.advanceRateOf(number), BigInt(advanceBps));
    }
  });

  it("never passes the gas cap of a transaction", async () => {
    for (let number = 1; number <= (await chain.provider.getBlockNumber()); number++) {
      assert.ok((await chain.provider.getBlock(number))!.gasUsed <= TRANSACTION_GAS_CAP, `block ${number}`);
    }
  });

  it("lets governance upgrade after its delay, not before", async () => {
    const { EntityRegistry } = contracts;
    const { implementation } = record.contracts.EntityRegistry;
    const data = EntityRegistry.interface.encodeFunctionData("upgradeToAndCall", [implementation, "0x"]);
    const target = await EntityRegistry.getAddress();
    const governance = EntityRegistry.connect(wallet("governance"));
    assert.match(await refusal(governance.upgradeToAndCall(implementation, "0x")), /schedule/);
    const scheduler = await schedule(chain, contracts, target, data);
    assert.match(await refusal(scheduler.execute(target, data)), /delay .* not over/);
    await passTime(chain, parameters.executionDelaySeconds);
    await mined(scheduler.execute(target, data));
  });

  it("lets the guardian cancel what governance schedules, and nobody else", async () => {
    const { AttestationRegistry } = contracts;
    const grant = manager.interface.encodeFunctionData("grantRole", [ROLES.steward, wallet("relayer").address, 0]);
    const unpause = AttestationRegistry.interface.encodeFunctionData("unpause");
    for (const [target, data] of [
      [manager, grant],
      [AttestationRegistry, unpause],
    ] as const) {
      const address = await target.getAddress();
      await schedule(chain, contracts, address, data);
      const cancel = (who: "steward" | "guardian") =>
        manager.connect(wallet(who)).cancel(wallet("governance").address, address, data);
      assert.match(await refusal(cancel("steward")), /may not cancel/);
      await mined(cancel("guardian"));
    }
  });

  it("does not let a guardian cancel its own removal", async () => {
    const guardian = wallet("guardian");
    const data = manager.interface.encodeFunctionData("revokeRole", [ROLES.guardian, guardian.address]);
    const address = await manager.getAddress();
    await schedule(chain, contracts, address, data);
    const cancel = manager.connect(guardian).cancel(wallet("governance").address, address, data);
    assert.match(await refusal(cancel), /may not cancel revokeRole/);
  });
});

describe("deployLedger", () => {
  it("sends nothing when run again, and writes the same record", async () => {
    const chain = await freshChain();
    const journalFolder = temporaryFolder();
    const first = await deployForDevelopment({ provider: chain.provider, catalogue, journalFolder });
    const height = await chain.provider.getBlockNumber();
    const second = await deployForDevelopment({ provider: chain.provider, catalogue, journalFolder });
    assert.equal(await chain.provider.getBlockNumber(), height);
    assert.equal(second.transactions, 0);
    assert.deepEqual(second.record, first.record);
    assert.deepEqual(second.pending, []);
  });

  for (const diesAfterSending of [false, true]) {
    it(`takes up where it was interrupted ${diesAfterSending ? "after" : "before"} a transaction`, async () => {
      const chain = await freshChain();
      let fresh: unknown = await chain.provider.send("evm_snapshot", []);
      await deployLedger({ ...settings(chain), deployer: mortalDeployer(chain, Infinity) });
      const sends = await chain.provider.getBlockNumber();
      for (const survived of interruptions(sends)) {
        await chain.provider.send("evm_revert", [fresh]);
        fresh = await chain.provider.send("evm_snapshot", []);
        const journalFolder = temporaryFolder();
        const deployer = mortalDeployer(chain, survived, diesAfterSending);
        await assert.rejects(deployLedger({ ...settings(chain), deployer, journalFolder }), /power cut/);
        deployer.sendsLeft = Infinity;
        const { record } = await deployLedger({ ...settings(chain), deployer, journalFolder });
        assert.deepEqual(await checkDeployment({ provider: chain.provider, record, parameters, catalogue }), []);
        assert.ok((await chain.provider.getBlockNumber()) <= sends + 1, `after ${survived} transactions`);
      }
    });
  }

  it("goes on after an upgrade, though the code is no longer that of the journal", async () => {
    const chain = await freshChain();
    const journalFolder = temporaryFolder();
    const { contracts } = await deployForDevelopment({ provider: chain.provider, catalogue, journalFolder });
    const journalled = join(journalFolder, "artifacts", "Ledger#EntityRegistry.json");
    const artifact = JSON.parse(readFileSync(journalled, "utf8")) as { bytecode: string };
    writeFileSync(journalled, JSON.stringify({ ...artifact, bytecode: `${artifact.bytecode}00` }));
    const factory = new ContractFactory([], (await readArtifact("EntityRegistry")).bytecode, chain.wallet("relayer"));
    const implementation = await (await factory.deploy()).getAddress();
    const data = contracts.EntityRegistry.interface.encodeFunctionData("upgradeToAndCall", [implementation, "0x"]);
    await govern(chain, contracts, contracts.EntityRegistry, data);
    const again = await deployForDevelopment({ provider: chain.provider, catalogue, journalFolder });
    assert.equal(again.transactions, 0);
    assert.equal(again.record.contracts.EntityRegistry.implementation, implementation);
    const meant = { provider: chain.provider, record: again.record, parameters, catalogue };
    assert.deepEqual(await checkDeployment(meant), []);
  });

  it("forgets the journal of an earlier development chain", async () => {
    const journalFolder = temporaryFolder();
    await deployForDevelopment({ provider: (await freshChain()).provider, catalogue, journalFolder });
    const next = await freshChain();
    const { record } = await deployForDevelopment({ provider: next.provider, catalogue, journalFolder });
    assert.notEqual(await next.provider.getCode(record.contracts.EntityRegistry.address), "0x");
  });

  it("adds what a new catalogue has, by the steward, and tells governance what is left to it", async () => {
    const chain = await freshChain();
    const journalFolder = temporaryFolder();
    const newcomer = catalogue.agencies.at(-1)!;
    const older = without(catalogue, newcomer.code);
    const newer: Catalogue = { ...catalogue, scorecards: [] };
    await deployForDevelopment({ provider: chain.provider, catalogue: older, journalFolder });
    const height = await chain.provider.getBlockNumber();
    const { transactions, pending, record } = await deployForDevelopment({
      provider: chain.provider,
      catalogue: newer,
      journalFolder,
    });
    assert.equal(transactions, 1);
    const block = (await chain.provider.getBlock(height + 1, true))!;
    assert.equal(block.prefetchedTransactions[0]!.from, chain.wallet("steward").address);
    assert.deepEqual(pending, [
      `governance, which must schedule it: label role ${agencyAdminRole(newcomer.number)} admin of agency ${newcomer.code}`,
      `governance, which must schedule it: make ${chain.wallet(`admin:${newcomer.number}`).address} admin of agency ${newcomer.code}`,
    ]);
    assert.equal(record.agencies[newcomer.code], newcomer.number);
    const differences = await checkDeployment({ provider: chain.provider, record, parameters, catalogue: newer });
    assert.deepEqual(differences.length, 1, differences.join("\n"));
  });

  it("needs no deployer, but a steward, for a new catalogue once governance has taken over", async () => {
    const chain = await freshChain();
    const journalFolder = temporaryFolder();
    const older = without(catalogue, catalogue.agencies.at(-1)!.code);
    await deployLedger({ ...settings(chain), catalogue: older, deployer: chain.wallet("deployer"), journalFolder });
    for (const deployer of [undefined, chain.wallet("relayer")]) {
      const again = { ...settings(chain), deployer, journalFolder };
      await assert.rejects(deployLedger(again), /only a steward can define/);
    }
    const steward = () => Promise.resolve(chain.wallet("steward"));
    const { transactions } = await deployLedger({ ...settings(chain), deployer: undefined, steward, journalFolder });
    assert.equal(transactions, 1);
  });

  it("leaves to governance a resolver, and to a regulator a first advance rate, that only a newer catalogue has", async () => {
    const chain = await freshChain();
    const journalFolder = temporaryFolder();
    const older: Catalogue = {
      ...catalogue,
      assetKinds: catalogue.assetKinds.slice(1),
      schemas: catalogue.schemas.map((schema) =>
        schema.name === "ipo.patent.v1" ? { ...schema, asset: null, resolver: null } : schema,
      ),
    };
    await deployForDevelopment({ provider: chain.provider, catalogue: older, journalFolder });
    const again = { provider: chain.provider, catalogue, journalFolder };
    const { pending, transactions } = await deployForDevelopment(again);
    const [{ code, advanceBps }] = catalogue.assetKinds as [AssetKind];
    assert.equal(transactions, 1, "the steward defines what the schema does to assets");
    assert.deepEqual(pending, [
      "governance, which must schedule it: make SoftAssets the resolver of schema ipo.patent.v1",
      `a regulator (hardhat advance-rate set): set the advance rate of ${code} to ${advanceBps} basis points`,
    ]);
  });

  it("lets nobody but the deployer end what the deployer began", async () => {
    const chain = await freshChain();
    const journalFolder = temporaryFolder();
    const run = (deployer: Wallet | HDNodeWallet | undefined) =>
      deployLedger({ ...settings(chain), deployer, journalFolder });
    await assert.rejects(run(undefined), /this needs the key of a deployer/);
    const creations = 1 + 2 * PROXIED_NAMES.length;
    await assert.rejects(run(mortalDeployer(chain, creations + 1)), /power cut/);
    for (const deployer of [undefined, chain.wallet("relayer")]) {
      await assert.rejects(run(deployer), /governance has not taken over yet/);
    }
    await run(chain.wallet("deployer"));
  });

  it("refuses development wallets on any other chain, and sends nothing", async () => {
    const chain = await freshChain(4711);
    const deployer = Wallet.createRandom(chain.provider);
    await assert.rejects(
      deployLedger({ ...settings(chain), deployer }),
      /governance 0x\w+ is the development wallet "governance", whose key is public: refused on chain 4711/,
    );
    await assert.rejects(
      deployForDevelopment({ provider: chain.provider, catalogue }),
      /development wallets work on chain 31337 only/,
    );
    assert.equal(await chain.provider.getBlockNumber(), 0);
  });

  it("refuses a deployer that is to hold an office", async () => {
    const chain = await freshChain();
    const deployer = chain.wallet("steward");
    await assert.rejects(
      deployLedger({ ...settings(chain), deployer }),
      /a wallet that holds no office in the parameters/,
    );
    assert.equal(await chain.provider.getBlockNumber(), 0);
  });
});

/** After how many transactions a run is interrupted: one creation is like another, but every call after them is tried. */
function interruptions(sends: number): number[] {
  const creations = 1 + 2 * PROXIED_NAMES.length;
  const all = Array.from({ length: sends }, (_, survived) => survived);
  return all.filter((survived) => survived < 3 || survived >= creations - 1 || survived % 5 === 0);
}

/** The catalogue as it was before an agency joined. */
function without(full: Catalogue, code: string): Catalogue {
  return {
    ...full,
    version: "0.9.0",
    scorecards: [],
    agencies: full.agencies.filter((agency) => agency.code !== code),
    schemas: full.schemas.filter((schema) => schema.agency !== code),
  };
}
