import { expect } from "chai";
import { network } from "hardhat";
import { dataSlice, getAddress, id, toBeHex, ZeroAddress, ZeroHash } from "ethers";
import type { BaseContract, FunctionFragment } from "ethers";
import { askedBy } from "../../../scripts/chain/ledger.ts";
import type { LoanDesk } from "../../../scripts/chain/contracts.ts";
import { AGENCY, deployForReal } from "../support/deployment.ts";
import type { RealLedger } from "../support/deployment.ts";
import { GOVERNANCE_DELAY, schemaIdOf, STREAM, usccBytes } from "../support/ledger.ts";
import { FAMILY, type PublishModel, smallestModel } from "../support/score.ts";
import { anyCall } from "./any-call.ts";
import { INTERNAL, RESTRICTED } from "./table.ts";

const connection = await network.create();
const { ethers, networkHelpers } = connection;

const CONTRACTS = [
  "SoftAssets",
  "PledgeRegistry",
  "ProductCatalogue",
  "GuaranteeRegistry",
  "LoanDesk",
  "Declarations",
  "Scorecard",
] as const;

type Name = (typeof CONTRACTS)[number];

/** What a pause does not stop, beside pauses, upgrades and authorities. */
const GOES_ON: Readonly<Partial<Record<Name, readonly string[]>>> = {
  // What rests on a false statement must not be pledged when the pause ends.
  SoftAssets: ["connect", "onRevoked"],
  PledgeRegistry: ["connect"],
  // A loan that ends must not be held up.
  GuaranteeRegistry: ["connect", "end"],
  // A model that is wrong must not begin to count while nobody can do anything else.
  Scorecard: ["withdrawModel"],
};
const ALWAYS = ["pause", "unpause", "upgradeToAndCall", "initialize", "setAuthority"];

const IMPLEMENTATION_SLOT = toBeHex(BigInt(id("eip1967.proxy.implementation")) - 1n, 32);
const GUARANTOR = "914403001922038216";
const FINANCING_GUARANTEE = 4n;
const DECLARED = schemaIdOf("new.rule.v1", 0);

/** Each contract with something in its storage, and another copy of its code. */
async function deployed() {
  const ledger = await deployForReal(connection);
  const { contracts, wallet } = ledger;
  const regulator = await wallet("regulator");
  const token = await ethers.deployContract("DevelopmentCny");
  await contracts.EntityRegistry.connect(await wallet("registrar")).register(
    usccBytes(GUARANTOR),
    FINANCING_GUARANTEE,
    ZeroAddress,
  );
  await contracts.GuaranteeRegistry.connect(regulator).setLimit(id(GUARANTOR), 7n);
  await contracts.PledgeRegistry.connect(regulator).setAdvanceRate(1, 5_500);
  await contracts.ProductCatalogue.connect(regulator).setSettlementToken(token, true);
  await contracts.SoftAssets.connect(await wallet("registrar")).setAppraiser(ledger.company, true);
  const steward = await wallet("steward");
  await contracts.AttestationRegistry.connect(steward).defineSchema(
    "new.rule.v1",
    0,
    ["party"],
    STREAM,
    60,
    ZeroAddress,
  );
  await contracts.Declarations.connect(steward).defineRule(DECLARED, 0, 6);
  const publishing: PublishModel = [FAMILY, 1, smallestModel(ledger.schema), 0, ZeroHash];
  const publish = contracts.Scorecard.interface.encodeFunctionData("publishModel", publishing);
  await (
    await scheduled(ledger, contracts.Scorecard, publish)
  )();
  const next = await Promise.all(CONTRACTS.map((name) => nextOf(ledger, name)));
  return { ledger, next: Object.fromEntries(CONTRACTS.map((name, index) => [name, next[index]!])), token };
}

/** Schedules what governance does and waits out the delay. @returns what executes it */
async function scheduled({ contracts, wallet }: RealLedger, target: BaseContract, data: string) {
  const manager = contracts.AccessManager.connect(await wallet("governance"));
  await manager.schedule(target, data, 0);
  await networkHelpers.time.increase(GOVERNANCE_DELAY);
  return () => manager.execute(target, data);
}

async function nextOf({ contracts }: RealLedger, name: Name): Promise<string> {
  const asked = await Promise.all(askedBy(name).map(([, other]) => contracts[other].getAddress()));
  return (await ethers.deployContract(name, asked)).getAddress();
}

/** What of each contract's storage is read before and after an upgrade. */
async function stateOf({ contracts, company }: RealLedger, token: BaseContract) {
  return {
    SoftAssets: await contracts.SoftAssets.isAppraiser(company),
    PledgeRegistry: await contracts.PledgeRegistry.advanceRateOf(1),
    ProductCatalogue: await contracts.ProductCatalogue.isSettlementToken(token),
    GuaranteeRegistry: (await contracts.GuaranteeRegistry.guarantorOf(id(GUARANTOR))).limitFen,
    LoanDesk: await contracts.LoanDesk.ENTITIES(),
    Declarations: (await contracts.Declarations.ruleOf(DECLARED)).confirmers,
    Scorecard: await contracts.Scorecard.modelOf(FAMILY, 1),
  };
}

async function implementationOf(proxy: BaseContract): Promise<string> {
  return getAddress(dataSlice(await ethers.provider.getStorage(await proxy.getAddress(), IMPLEMENTATION_SLOT), 12));
}

/** A call, without its effects, from whoever gets past the rights of the function. */
async function callRightly(ledger: RealLedger, contract: Name, fragment: FunctionFragment): Promise<unknown> {
  const { contracts, wallet } = ledger;
  const target: BaseContract = contracts[contract];
  const [to, data] = [await target.getAddress(), anyCall(fragment)];
  const isIt = (line: { contract: string; name: string }) => line.contract === contract && line.name === fragment.name;
  const internal = INTERNAL.find(isIt);
  if (internal) return ethers.provider.call({ from: await contracts[internal.caller].getAddress(), to, data });
  const office = RESTRICTED.find(isIt)?.office ?? "relayer";
  if (office === "governance") return (await scheduled(ledger, target, data))();
  return ethers.provider.call({ from: await wallet(office === "agency admin" ? `admin:${AGENCY}` : office), to, data });
}

function changing(target: BaseContract): FunctionFragment[] {
  return target.interface.fragments
    .filter((fragment): fragment is FunctionFragment => fragment.type === "function")
    .filter(({ stateMutability }) => stateMutability === "nonpayable" || stateMutability === "payable");
}

for (const name of CONTRACTS) {
  describe(name, function () {
    it("stops everything in a pause but what is listed here, and reading goes on", async function () {
      const { ledger, token } = await networkHelpers.loadFixture(deployed);
      const target: BaseContract = ledger.contracts[name];
      const before = await stateOf(ledger, token);
      await (ledger.contracts[name] as LoanDesk).connect(await ledger.wallet("guardian")).pause();
      for (const fragment of changing(target).filter((each) => !ALWAYS.includes(each.name))) {
        const stopped = expect(callRightly(ledger, name, fragment), fragment.format("sighash"));
        if (GOES_ON[name]?.includes(fragment.name)) {
          await stopped.not.to.be.revertedWithCustomError(target, "EnforcedPause");
        } else await stopped.to.be.revertedWithCustomError(target, "EnforcedPause");
      }
      expect(await stateOf(ledger, token)).to.deep.equal(before);
    });

    it("is upgraded by governance and keeps its state", async function () {
      const { ledger, next, token } = await networkHelpers.loadFixture(deployed);
      const { AccessManager } = ledger.contracts;
      const target: BaseContract = ledger.contracts[name];
      const before = await stateOf(ledger, token);
      const data = target.interface.encodeFunctionData("upgradeToAndCall", [next[name], "0x"]);
      const governance = AccessManager.connect(await ledger.wallet("governance"));
      await governance.schedule(target, data, 0);
      await networkHelpers.time.increase(GOVERNANCE_DELAY);
      await expect(governance.execute(target, data)).to.emit(target, "Upgraded").withArgs(next[name]);
      expect(await implementationOf(target)).to.equal(next[name]);
      expect(await stateOf(ledger, token)).to.deep.equal(before);
      expect(await ledger.contracts[name].authority()).to.equal(AccessManager);
    });

    it("is initialised once, and its implementation never: nobody can upgrade or pause that", async function () {
      const { ledger } = await networkHelpers.loadFixture(deployed);
      const proxy = ledger.contracts[name] as LoanDesk;
      const bare = proxy.attach(await implementationOf(proxy)) as LoanDesk;
      const [stranger, guardian] = [await ledger.wallet("relayer"), await ledger.wallet("guardian")];
      for (const target of [proxy, bare]) {
        await expect(target.connect(stranger).initialize(stranger)).to.be.revertedWithCustomError(
          target,
          "InvalidInitialization",
        );
      }
      expect(await bare.authority()).to.equal(ZeroAddress);
      await expect(bare.connect(guardian).pause()).to.revert(ethers);
      await expect(bare.connect(stranger).upgradeToAndCall(stranger, "0x")).to.be.revertedWithCustomError(
        bare,
        "UUPSUnauthorizedCallContext",
      );
    });

    it("takes an authority from nobody but its AccessManager, governance included", async function () {
      const { ledger } = await networkHelpers.loadFixture(deployed);
      const target = ledger.contracts[name] as LoanDesk;
      for (const holder of ["governance", "relayer"] as const) {
        const caller = await ledger.wallet(holder);
        await expect(target.connect(caller).setAuthority(caller))
          .to.be.revertedWithCustomError(target, "AccessManagedUnauthorized")
          .withArgs(caller);
      }
    });
  });
}
