import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { before, beforeEach, describe, it, mock } from "node:test";
import { id, keccak256, toUtf8Bytes, Wallet } from "ethers";
import { entityIdOf } from "../../../catalogue/index.ts";
import { attest, type AttestOptions } from "../../../scripts/tasks/attest.ts";
import { revoke, type RevokeOptions } from "../../../scripts/tasks/revoke.ts";
import { developmentWallet } from "../../../scripts/wallets/development.ts";
import { catalogue, mined, temporaryFolder } from "../deploy/chain.ts";
import { ledgerForTasks } from "./ledger.ts";

const COMPANY = "9144030071526726XG";
const entityId = entityIdOf(COMPANY);
const CURRENT = 1n;

let ledger: Awaited<ReturnType<typeof ledgerForTasks>>;
before(async () => {
  ledger = await ledgerForTasks();
});

// What the commands print is for people; here it is kept, so that a test can look at it.
let printed: string[] = [];
mock.method(console, "log", (line: string) => void printed.push(line));
beforeEach(() => {
  printed = [];
});

const nothing = { item: undefined, observedAt: undefined, evidence: undefined, key: undefined, dryRun: false };

function run(schema: string, facts: string[], options: Partial<AttestOptions> = {}) {
  return attest({ ...nothing, schema, company: COMPANY, record: ledger.record, facts, ...options }, ledger.hre);
}

function undo(schema: string, options: Partial<RevokeOptions> = {}) {
  const common = { item: undefined, reason: undefined, key: undefined, dryRun: false };
  return revoke({ ...common, schema, company: COMPANY, record: ledger.record, ...options }, ledger.hre);
}

function latest(schema: string, itemKey = `0x${"0".repeat(64)}`) {
  return ledger.contracts.AttestationRegistry.latestOf(catalogue.schemaByName.get(schema)!.id, entityId, itemKey);
}

describe("hardhat attest", () => {
  it("attests what a clerk writes, and the chain holds it as current", async () => {
    const { statement, attestationId, gasUsed } = await run("tax.credit.v1", ["credit_grade=A级"]);
    assert.ok(gasUsed! < 100_000n);
    const solidity = { ...statement, values: [...statement.values] };
    const standing = await ledger.contracts.AttestationRegistry.standingOf(statement.schemaId, solidity);
    assert.equal(standing, CURRENT);
    assert.equal((await latest("tax.credit.v1")).attestationId, attestationId);
    assert.ok(printed.some((line) => /A \(Grade A, A级\)/.test(line)));
    assert.ok(printed.some((line) => line.includes(developmentWallet("signer:2").address)));
  });

  it("takes amounts in yuan and codes as text", async () => {
    const facts = [
      ...["registration_date=2015-03-01", "登记状态=unknown", "registered_capital=1000000.50"],
      ...["industry_code=C3921", "division_code=440300"],
    ];
    const { fields } = catalogue.schemaByName.get("amr.registration.v1")!;
    facts[1] = `${fields[1]!.nameZh}=unknown`;
    const { statement } = await run("amr.registration.v1", facts, { observedAt: "2026-01-31" });
    assert.equal(statement.values[2], 100_000_050n);
    assert.equal(statement.values[1], -(2n ** 255n));
    assert.equal(statement.observedAt, Date.UTC(2026, 0, 31) / 1000);
  });

  it("keys an item by its registry number, and evidence by its file", async () => {
    const evidence = join(temporaryFolder(), "scan.pdf");
    writeFileSync(evidence, "a scan");
    const facts = [
      ...["trademark_class=9", "registration_date=2020-01-01", "expiry_date=2030-01-01", "legal_status=unknown"],
      ...["pledged=否", "appraised_value=unknown"],
    ];
    const { statement } = await run("ipo.trademark.v1", facts, { item: "1234 5678", evidence });
    assert.equal(statement.itemKey, id("12345678"));
    assert.equal(statement.evidence, keccak256(toUtf8Bytes("a scan")));
  });

  it("sends nothing in a dry run, but asks the chain", async () => {
    const height = await ledger.provider.getBlockNumber();
    const { transaction } = await run("tax.arrears.v1", ["arrears_amount=0"], { dryRun: true });
    assert.equal(transaction, undefined);
    assert.equal(await ledger.provider.getBlockNumber(), height);
    const past = { dryRun: true, observedAt: "2000-01-01" };
    await assert.rejects(
      run("tax.credit.v1", ["credit_grade=B"], past),
      new RegExp(`not attested: the statement about ${COMPANY} .* only a newer observation`),
    );
  });

  const mistakes: [string, () => Promise<unknown>, RegExp][] = [
    ["an unknown schema", () => run("tax.kredit.v1", []), /there is no such schema: did you mean tax\.credit\.v1/],
    ["no schema", () => run("", []), /--schema is missing/],
    ["no company", () => run("tax.credit.v1", ["grade=A"], { company: undefined }), /--company is missing/],
    [
      "a wrong check character",
      () => run("tax.credit.v1", ["credit_grade=A"], { company: "9144030071526726XX" }),
      /--company USCC "9144030071526726XX" ends with check character X: G expected/,
    ],
    ["a missing field", () => run("tax.filing.v1", ["tax_paid_12m=5"]), /tax\.tax_paid_prev_12m is missing: .*in CNY/],
    ["an unknown field", () => run("tax.credit.v1", ["grad=A"]), /grad: is no field .*did you mean tax\.credit_grade/],
    ["a field given twice", () => run("tax.credit.v1", ["grade=A", "credit_grade=B"]), /is given twice/],
    ["a fact without a value", () => run("tax.credit.v1", ["grade"]), /grade: must be FIELD=VALUE/],
    ["a label that does not exist", () => run("tax.credit.v1", ["grade=Q"]), /"Q": must be one of .*D D级, C C级/],
    ["too many decimals", () => run("tax.arrears.v1", ["amount=1.234"]), /"1\.234": must have at most 2 decimals/],
    ["a thousands separator", () => run("tax.arrears.v1", ["amount=1,000"]), /without separators/],
    ["nothing but unknowns", () => run("tax.arrears.v1", ["amount=未知"]), /must state at least one field/],
    [
      "an ambiguous field",
      () => run("tax.filing.v1", ["12m=5"]),
      /12m: could be tax\.tax_paid_12m or tax\.tax_paid_prev_12m/,
    ],
    [
      "a day that does not exist",
      () => run("tax.arrears.v1", ["amount=1"], { observedAt: "2026-02-31" }),
      /--observed-at 2026-02-31: must be a day/,
    ],
    [
      "a moment without a time zone",
      () => run("tax.arrears.v1", ["amount=1"], { observedAt: "2026-02-01T10:00" }),
      /--observed-at/,
    ],
    [
      "the future",
      () => run("tax.arrears.v1", ["amount=1"], { observedAt: "2100-01-01" }),
      /observed at 2100-01-01T00:00:00Z, but it is only/,
    ],
    [
      "a missing file",
      () => run("tax.arrears.v1", ["amount=1"], { evidence: "none.pdf" }),
      /--evidence none\.pdf: must be a file that can be read/,
    ],
    [
      "an item where there is none",
      () => run("tax.credit.v1", ["grade=A"], { item: "7" }),
      /--item 7: .*needs no item/,
    ],
    [
      "no item where there is one",
      () => run("ipo.patent.v1", []),
      /--item is missing: ipo\.patent\.v1 needs the patent application number/,
    ],
  ];
  for (const [what, attempt, message] of mistakes) {
    it(`refuses ${what}, and changes nothing`, async () => {
      const height = await ledger.provider.getBlockNumber();
      await assert.rejects(attempt(), message);
      assert.equal(await ledger.provider.getBlockNumber(), height);
    });
  }

  it("explains a wallet of another agency, and of none, before anything is sent", async () => {
    process.env.TEST_KEY = developmentWallet("signer:3").privateKey;
    await assert.rejects(
      run("tax.credit.v1", ["credit_grade=A"], { key: "TEST_KEY" }),
      /tax\.credit\.v1 is issued by agency "tax", but wallet 0x\w+ signs for agency "cus"\. .*hardhat signer add --agency tax 0x/,
    );
    process.env.TEST_KEY = Wallet.createRandom().privateKey;
    await assert.rejects(run("tax.credit.v1", ["credit_grade=A"], { key: "TEST_KEY" }), /signs for no agency/);
  });

  it("lets a company's controller issue what companies issue, and nobody else", async () => {
    const facts = ["income_period_end=2025-12-31", "revenue=100", "gross_profit=50"].concat([
      "ebit=10",
      "interest_expense=1",
      "net_profit=5",
      "operating_cash_flow=-3.5",
    ]);
    const schema = "company.income_statement.v1";
    await assert.rejects(run(schema, facts), /--key is missing: .*issued by the company itself/);
    process.env.TEST_KEY = developmentWallet("relayer").privateKey;
    await assert.rejects(run(schema, facts, { key: "TEST_KEY" }), new RegExp(`${COMPANY} is not registered`));
    const registrar = ledger.contracts.EntityRegistry.connect(developmentWallet("registrar").connect(ledger.provider));
    const uscc = `0x${Buffer.from(COMPANY).toString("hex")}`;
    await mined(registrar.register(uscc, 1, developmentWallet("relayer").address));
    const { statement } = await run(schema, facts, { key: "TEST_KEY" });
    assert.equal(statement.values[6], -350n);
    process.env.TEST_KEY = developmentWallet("signer:2").privateKey;
    await assert.rejects(run(schema, facts, { key: "TEST_KEY" }), /is controlled by 0x/);
  });
});

describe("hardhat revoke", () => {
  it("revokes the statement that stands, with its reason", async () => {
    const { attestationId } = await run("tax.violation.v1", ["major_violation=yes"]);
    const height = await ledger.provider.getBlockNumber();
    await undo("tax.violation.v1", { dryRun: true });
    assert.equal(await ledger.provider.getBlockNumber(), height);
    const revoked = await undo("tax.violation.v1", { reason: "typing error" });
    assert.equal(revoked.attestationId, attestationId);
    const [advice] = printed.filter((line) => /does not come back/.test(line));
    assert.match(advice!, /Attest again .*hardhat attest --schema tax\.violation\.v1 .*此前的声明不会恢复/);
    assert.equal((await latest("tax.violation.v1")).revoked, true);
    const registry = ledger.contracts.AttestationRegistry;
    const [event] = await registry.queryFilter(registry.filters.Revoked(), height);
    assert.equal(Buffer.from(event!.args.reason.slice(2), "hex").toString().replaceAll("\0", ""), "typing error");
    await assert.rejects(undo("tax.violation.v1"), /is revoked already/);
  });

  it("refuses what was never attested, and another agency's wallet", async () => {
    await assert.rejects(undo("emg.safety.v1"), /has no statement of emg\.safety\.v1 to revoke/);
    process.env.TEST_KEY = developmentWallet("signer:3").privateKey;
    await run("tax.arrears.v1", ["arrears_amount=12"]);
    await assert.rejects(undo("tax.arrears.v1", { key: "TEST_KEY" }), /signs for agency "cus"/);
  });
});
