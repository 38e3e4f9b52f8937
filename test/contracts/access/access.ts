import { expect } from "chai";
import { readFile, writeFile } from "node:fs/promises";
import { network } from "hardhat";
import type { BaseContract, FunctionFragment } from "ethers";
import type { LedgerContractName } from "../../../scripts/chain/contracts.ts";
import type { Holder } from "../../../scripts/wallets/development.ts";
import { AGENCY, deployForReal, OTHER_AGENCY } from "../support/deployment.ts";
import type { RealLedger } from "../support/deployment.ts";
import { GOVERNANCE_DELAY, ROLE } from "../support/ledger.ts";
import { anyCall } from "./any-call.ts";
import { accessDocument } from "./document.ts";
import { examples } from "./examples.ts";
import { INTERNAL, LEDGER, OPEN, RESTRICTED } from "./table.ts";
import type { Office, Restricted } from "./table.ts";

const connection = await network.create();
const { networkHelpers } = connection;

const DOCUMENT = new URL("../../../docs/access.md", import.meta.url);

/** Everybody who might try: all offices, another agency's admin, wallets that sign, a company, and the deployer. */
const CALLERS: readonly Holder[] = [
  "deployer",
  "governance",
  "guardian",
  "regulator",
  "registrar",
  "steward",
  "relayer",
  `admin:${AGENCY}`,
  `admin:${OTHER_AGENCY}`,
  `signer:${AGENCY}`,
  "signer:99",
];

const holderOf = (office: Office): Holder => (office === "agency admin" ? `admin:${AGENCY}` : office);

async function deployed() {
  const ledger = await deployForReal(connection);
  return { ledger, calls: await examples(connection, ledger) };
}

/** The example call of a function, ready to be sent. */
async function callOf({ ledger, calls }: Awaited<ReturnType<typeof deployed>>, { contract, name }: Restricted) {
  const example = calls[`${contract}.${name}`];
  if (example === undefined) throw new Error(`${contract}.${name}: no example call in examples.ts`);
  await example.before?.();
  const target: BaseContract = ledger.contracts[contract];
  return { to: await target.getAddress(), data: target.interface.encodeFunctionData(name, example.arguments) };
}

/** How the contract turns a caller away. */
function refusal(line: Restricted, ledger: RealLedger, caller: string) {
  const { AccessManager, AttestationRegistry } = ledger.contracts;
  if (line.office === "agency admin")
    return { by: AttestationRegistry, error: "AgencySignersNotAdmin", with: [AGENCY, caller] };
  if (line.contract === "AccessManager") {
    return { by: AccessManager, error: "AccessManagerUnauthorizedAccount", with: [caller, ROLE.governance] };
  }
  return { by: AttestationRegistry, error: "AccessManagedUnauthorized", with: [caller] };
}

describe("access", function () {
  for (const line of RESTRICTED) {
    describe(`${line.contract}.${line.name}`, function () {
      it(`lets ${line.office} pass`, async function () {
        const fixture = await networkHelpers.loadFixture(deployed);
        const { to, data } = await callOf(fixture, line);
        const caller = await fixture.ledger.wallet(holderOf(line.office));
        const { usedUp } = fixture.calls[`${line.contract}.${line.name}`]!;
        if (usedUp !== undefined) {
          const contract = fixture.ledger.contracts[line.contract];
          await expect(caller.call({ to, data })).to.be.revertedWithCustomError(contract, usedUp);
          return;
        }
        if (line.office !== "governance") {
          await (await caller.sendTransaction({ to, data })).wait();
          return;
        }
        const manager = fixture.ledger.contracts.AccessManager.connect(caller);
        await manager.schedule(to, data, 0);
        await networkHelpers.time.increase(GOVERNANCE_DELAY);
        await expect(manager.execute(to, data)).to.emit(manager, "OperationExecuted");
      });

      it("turns everybody else away", async function () {
        const fixture = await networkHelpers.loadFixture(deployed);
        const { to, data } = await callOf(fixture, line);
        for (const holder of CALLERS.filter((each) => each !== holderOf(line.office))) {
          const caller = await fixture.ledger.wallet(holder);
          const expected = refusal(line, fixture.ledger, caller.address);
          await expect(caller.call({ to, data }), holder)
            .to.be.revertedWithCustomError(expected.by, expected.error)
            .withArgs(...expected.with);
        }
      });

      if (line.office === "governance") {
        it("makes governance wait: no call at once, none before the delay is over", async function () {
          const fixture = await networkHelpers.loadFixture(deployed);
          const { to, data } = await callOf(fixture, line);
          const { AccessManager } = fixture.ledger.contracts;
          const governance = await fixture.ledger.wallet("governance");
          const id = await AccessManager.hashOperation(governance, to, data);
          await expect(governance.call({ to, data }))
            .to.be.revertedWithCustomError(AccessManager, "AccessManagerNotScheduled")
            .withArgs(id);
          const manager = AccessManager.connect(governance);
          await manager.schedule(to, data, 0);
          await networkHelpers.time.increase(GOVERNANCE_DELAY - 10);
          await expect(manager.execute(to, data))
            .to.be.revertedWithCustomError(AccessManager, "AccessManagerNotReady")
            .withArgs(id);
        });

        const cancellable = line.name !== "revokeRole";
        it(`${cancellable ? "lets" : "does not let"} a guardian cancel what is scheduled`, async function () {
          const fixture = await networkHelpers.loadFixture(deployed);
          const { to, data } = await callOf(fixture, line);
          const { AccessManager } = fixture.ledger.contracts;
          const [governance, guardian] = [
            await fixture.ledger.wallet("governance"),
            await fixture.ledger.wallet("guardian"),
          ];
          await AccessManager.connect(governance).schedule(to, data, 0);
          const cancelled = AccessManager.connect(guardian).cancel(governance, to, data);
          if (!cancellable) {
            await expect(cancelled).to.be.revertedWithCustomError(AccessManager, "AccessManagerUnauthorizedCancel");
            return;
          }
          await cancelled;
          await networkHelpers.time.increase(GOVERNANCE_DELAY);
          await expect(AccessManager.connect(governance).execute(to, data))
            .to.be.revertedWithCustomError(AccessManager, "AccessManagerNotScheduled")
            .withArgs(await AccessManager.hashOperation(governance, to, data));
        });
      }
    });
  }

  for (const contract of LEDGER) {
    it(`lets governance give ${contract} another authority in no way that a guardian could not cancel`, async function () {
      const { ledger } = await networkHelpers.loadFixture(deployed);
      const { AccessManager } = ledger.contracts;
      const target: BaseContract = ledger.contracts[contract];
      const [governance, guardian] = [await ledger.wallet("governance"), await ledger.wallet("guardian")];
      const other = await connection.ethers.deployContract("AccessManager", [governance]);
      const data = target.interface.encodeFunctionData("setAuthority", [await other.getAddress()]);
      await AccessManager.connect(governance).schedule(target, data, 0);
      await expect(AccessManager.connect(guardian).cancel(governance, target, data)).to.be.revertedWithCustomError(
        AccessManager,
        "AccessManagerUnauthorizedCancel",
      );
      await networkHelpers.time.increase(GOVERNANCE_DELAY);
      await expect(AccessManager.connect(governance).execute(target, data))
        .to.be.revertedWithCustomError(target, "AccessManagedUnauthorized")
        .withArgs(AccessManager);
      expect(await ledger.contracts[contract].authority()).to.equal(AccessManager);
    });
  }

  for (const { contract, name, caller, error } of INTERNAL) {
    it(`lets ${caller} alone call ${name} of ${contract}: no wallet, and no other contract`, async function () {
      const { ledger } = await networkHelpers.loadFixture(deployed);
      const target: BaseContract = ledger.contracts[contract];
      const to = await target.getAddress();
      const data = anyCall(target.interface.getFunction(name)!);
      const wallets = await Promise.all(CALLERS.map(async (holder) => (await ledger.wallet(holder)).address));
      const others = LEDGER.filter((each) => each !== caller).map((each) => ledger.contracts[each].getAddress());
      for (const from of [...wallets, ...(await Promise.all(others))]) {
        await expect(connection.ethers.provider.call({ from, to, data }), from)
          .to.be.revertedWithCustomError(target, error)
          .withArgs(from);
      }
      const right = connection.ethers.provider.call({ from: await ledger.contracts[caller].getAddress(), to, data });
      await expect(right).not.to.be.revertedWithCustomError(target, error);
    });
  }

  it("leaves no function that changes anything out of the tables, and lists none twice", async function () {
    const { ledger } = await networkHelpers.loadFixture(deployed);
    const names = Object.keys(ledger.contracts) as LedgerContractName[];
    const existing = names.flatMap((contract) =>
      ledger.contracts[contract].interface.fragments
        .filter((fragment): fragment is FunctionFragment => fragment.type === "function")
        .filter(({ stateMutability }) => stateMutability === "nonpayable" || stateMutability === "payable")
        .map(({ name }) => `${contract}.${name}`),
    );
    const listed = [...RESTRICTED, ...OPEN, ...INTERNAL].map(({ contract, name }) => `${contract}.${name}`);
    // Overloads are one function to whoever may call it.
    expect(listed.toSorted()).to.deep.equal([...new Set(existing)].toSorted());
  });

  it("is what docs/access.md says", async function () {
    if (process.env.UPDATE_DOCS === "1") await writeFile(DOCUMENT, accessDocument());
    expect(await readFile(DOCUMENT, "utf8")).to.equal(accessDocument());
  });

  describe("the deployment", function () {
    it("leaves the deployer no role, and governance those two that wait", async function () {
      const { ledger } = await networkHelpers.loadFixture(deployed);
      const manager = ledger.contracts.AccessManager;
      const [deployer, governance] = [await ledger.wallet("deployer"), await ledger.wallet("governance")];
      for (const role of Object.values(ROLE)) {
        expect((await manager.hasRole(role, deployer)).isMember, String(role)).to.equal(false);
        const waits = role === ROLE.governance || role === ROLE.governed;
        expect(await manager.hasRole(role, governance), String(role)).to.deep.equal([
          waits,
          waits ? BigInt(GOVERNANCE_DELAY) : 0n,
        ]);
      }
    });
  });
});
