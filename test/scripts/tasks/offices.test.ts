import assert from "node:assert/strict";
import { before, describe, it, mock } from "node:test";
import { Wallet } from "ethers";
import { registerEntity } from "../../../scripts/tasks/entity-register.ts";
import { acceptController, proposeController } from "../../../scripts/tasks/entity-controller.ts";
import { showEntity } from "../../../scripts/tasks/entity-show.ts";
import { reinstateEntity, suspendEntity } from "../../../scripts/tasks/entity-standing.ts";
import { addSigner, dropSigner } from "../../../scripts/tasks/signer-change.ts";
import { listSigners } from "../../../scripts/tasks/signer-list.ts";
import { developmentWallet } from "../../../scripts/wallets/development.ts";
import { catalogue } from "../deploy/chain.ts";
import { ledgerForTasks } from "./ledger.ts";

mock.method(console, "log", () => undefined);

let ledger: Awaited<ReturnType<typeof ledgerForTasks>>;
before(async () => {
  ledger = await ledgerForTasks();
});

describe("hardhat signer", () => {
  const { address: wallet } = Wallet.createRandom();
  const options = (agency: string, key?: string) => ({ agency, wallet, key, record: ledger.record });
  const list = (agency?: string) => listSigners({ agency, record: ledger.record }, ledger.hre);

  it("lists one wallet for each agency after a development deployment", async () => {
    assert.equal((await list()).length, catalogue.agencies.length);
    assert.deepEqual(
      (await list("tax")).map((line) => [line.wallet, line.agency]),
      [[developmentWallet("signer:2").address, "tax"]],
    );
  });

  it("adds and drops", async () => {
    await addSigner(options("tax"), ledger.hre);
    assert.ok((await list("tax")).some((line) => line.wallet === wallet));
    await assert.rejects(addSigner(options("cus"), ledger.hre), /signs for agency "tax" .* already/);
    await dropSigner(options("tax"), ledger.hre);
    assert.ok(!(await list("tax")).some((line) => line.wallet === wallet));
    await assert.rejects(dropSigner(options("tax"), ledger.hre), /does not sign for agency "tax"/);
  });

  it("refuses another agency's admin, an unknown agency and what is no address", async () => {
    process.env.TEST_KEY = developmentWallet("admin:3").privateKey;
    await assert.rejects(addSigner(options("tax", "TEST_KEY"), ledger.hre), /does not administer agency "tax"/);
    await assert.rejects(addSigner(options("taxes"), ledger.hre), /no such agency: did you mean tax,/);
    await assert.rejects(
      addSigner({ ...options("tax"), wallet: "0x12" }, ledger.hre),
      /wallet 0x12: must be an address/,
    );
  });
});

describe("hardhat entity", () => {
  const company = "914403001922038216";
  const common = () => ({ company, key: undefined, record: ledger.record });
  const show = () => showEntity(common(), ledger.hre);

  it("registers, suspends, reinstates and shows", async () => {
    assert.equal((await show()).status, "not registered");
    const controller = developmentWallet("company:1").address;
    await registerEntity({ ...common(), kind: "small-loan", controller }, ledger.hre);
    assert.deepEqual(await show(), { kind: "small loan", status: "active", controller });
    await suspendEntity({ ...common(), reason: "licence withdrawn" }, ledger.hre);
    assert.equal((await show()).status, "suspended");
    await reinstateEntity({ ...common(), reason: undefined }, ledger.hre);
    assert.equal((await show()).status, "active");
  });

  it("refuses in plain words", async () => {
    const again = { ...common(), kind: "company", controller: undefined };
    await assert.rejects(registerEntity(again, ledger.hre), /914403001922038216 is registered already/);
    await assert.rejects(
      registerEntity({ ...again, kind: "shop" }, ledger.hre),
      /no such kind: did you mean .*pawn shop/,
    );
    await assert.rejects(registerEntity({ ...again, kind: "none" }, ledger.hre), /no such kind/);
    const noReason = { ...common(), reason: undefined };
    await assert.rejects(
      reinstateEntity(noReason, ledger.hre),
      /entity 914403001922038216 is active, so there is nothing/,
    );
    process.env.TEST_KEY = developmentWallet("steward").privateKey;
    await assert.rejects(suspendEntity({ ...noReason, key: "TEST_KEY" }, ledger.hre), /does not hold the role/);
    await assert.rejects(
      suspendEntity({ ...noReason, company: "91" }, ledger.hre),
      /--company USCC "91" has 2 characters/,
    );
  });

  it("hands control over in two steps, by the controller, and by the registrar when its wallet is lost", async () => {
    const [first, second] = [developmentWallet("relayer"), developmentWallet("regulator")];
    const propose = (next: string, more: { key?: string; asRegistrar?: boolean }) =>
      proposeController({ ...common(), asRegistrar: false, ...more, controller: next }, ledger.hre);
    await propose(first.address, { asRegistrar: true });
    process.env.TEST_KEY = second.privateKey;
    const accept = () => acceptController({ ...common(), key: "TEST_KEY" }, ledger.hre);
    await assert.rejects(accept(), new RegExp(`control of entity ${company} was offered to ${first.address}, not to`));
    await assert.rejects(
      propose(second.address, { key: "TEST_KEY" }),
      /is not the controller of entity 914403001922038216/,
    );
    process.env.TEST_KEY = first.privateKey;
    await accept();
    assert.equal((await show()).controller, first.address);
    await propose(second.address, { key: "TEST_KEY" });
    process.env.TEST_KEY = second.privateKey;
    await accept();
    assert.equal((await show()).controller, second.address);
    await assert.rejects(accept(), /nobody has offered control of entity 914403001922038216/);
    await assert.rejects(propose(first.address, {}), /--key is missing/);
    await assert.rejects(propose("0x12", { key: "TEST_KEY" }), /--controller 0x12: must be an address/);
  });
});
