import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { after, before, describe, it } from "node:test";
import { fileURLToPath } from "node:url";

import { TypedDataEncoder } from "ethers";

import { attestationIdOf, NOT_STATED, type Statement } from "../../../catalogue/index.ts";
import { submitStatements } from "../../../scripts/agency/submit.ts";
import { attestationDomain, BATCH_TYPES } from "../../../scripts/agency/typed-data.ts";
import { ledgerContracts } from "../../../scripts/chain/contracts.ts";
import { connect } from "../../../scripts/chain/provider.ts";
import { developmentWallet } from "../../../scripts/wallets/development.ts";
import { startLedger, startLine, type TestLedger } from "./chain.ts";
import { arrears, FIRST_TIME, history } from "./statements.ts";

const SUBMITTER = fileURLToPath(new URL("./programs/submitter.ts", import.meta.url));
const QUICK = { attempts: 4, firstDelayMs: 20 };
/** Days, in 2074. */
const LONG_AHEAD = 20_000;
/** Days, beyond the 32 bits of a time. */
const FAR_TOO_LONG_AHEAD = 40_000;

describe("submitStatements", () => {
  let ledger: TestLedger;
  before(async () => {
    ledger = await startLedger();
  });
  after(() => ledger.close());

  const submit = (statements: readonly Statement[], more: Partial<Parameters<typeof submitStatements>[0]> = {}) =>
    submitStatements({
      registry: ledger.registry,
      signer: ledger.wallet("signer:2"),
      statements,
      patience: QUICK,
      catalogue: ledger.catalogue,
      ...more,
    });

  async function newestOf({ schemaId, subject, itemKey }: Statement): Promise<string> {
    return (await ledger.registry.latestOf(schemaId, subject, itemKey)).attestationId;
  }

  it("writes a history in order of time, whatever the order it comes in", async () => {
    const statements = history(ledger.catalogue, "order", 3, 4);
    const report = await submit(statements);
    assert.deepEqual([report.made, report.sent, report.transactions, report.failed], [12, 12, 1, []]);
    for (const newest of statements.slice(0, 3)) assert.equal(await newestOf(newest), attestationIdOf(newest));
  });

  it("sends nothing when it runs again", async () => {
    const statements = history(ledger.catalogue, "again", 2, 3);
    await submit(statements);
    const report = await submit(statements);
    assert.deepEqual([report.sent, report.transactions, report.gasUsed], [0, 0, 0n]);
    assert.deepEqual(report.skipped, { standing: 2, older: 4 });
  });

  it("reports a different statement of the same moment instead of guessing which is true", async () => {
    await submit([arrears(ledger.catalogue, "conflict", 1, 100n)]);
    const report = await submit([arrears(ledger.catalogue, "conflict", 1, 200n)]);
    assert.equal(report.sent, 0);
    assert.match(report.failed[0]?.reason ?? "", /same observation time/);
  });

  it("does the same for two different ones in one run", async () => {
    const report = await submit([
      arrears(ledger.catalogue, "twins", 1, 100n),
      arrears(ledger.catalogue, "twins", 1, 200n),
      arrears(ledger.catalogue, "twins", 1, 100n),
    ]);
    assert.deepEqual([report.sent, report.failed.length, report.skipped.standing], [1, 1, 1]);
  });

  it("keeps every transaction below the gas cap", async () => {
    const statements = history(ledger.catalogue, "cap", 40, 1);
    const from = await ledger.provider.getBlockNumber();
    const report = await submit(statements, { gasCap: 400_000n });
    assert.equal(report.sent, 40);
    assert.ok(report.transactions > 2);
    for (let block = from + 1; block <= (await ledger.provider.getBlockNumber()); block++) {
      const mined = await ledger.provider.getBlock(block, true);
      for (const { gasLimit } of mined?.prefetchedTransactions ?? []) assert.ok(gasLimit <= 400_000n);
    }
  });

  it("halves batches that need more gas than a block has", async () => {
    await ledger.provider.send("evm_setBlockGasLimit", ["0x7a120"]);
    try {
      const report = await submit(history(ledger.catalogue, "block", 60, 1));
      assert.deepEqual([report.sent, report.failed], [60, []]);
      assert.ok(report.transactions > 2);
    } finally {
      await ledger.provider.send("evm_setBlockGasLimit", ["0x3938700"]);
    }
  });

  it("names a statement that alone needs more than the cap, and goes on with the others", async () => {
    const report = await submit(history(ledger.catalogue, "tiny cap", 2, 1), { gasCap: 30_000n });
    assert.equal(report.sent, 0);
    assert.equal(report.failed.length, 2);
    assert.match(report.failed[0]?.reason ?? "", /more gas than the cap of 30000/);
  });

  it("sends the rest when the chain refuses one, and says which and why", async () => {
    const good = history(ledger.catalogue, "guilty", 30, 2);
    const future = arrears(ledger.catalogue, "guilty future", LONG_AHEAD);
    const short = { ...arrears(ledger.catalogue, "guilty short", 1), values: [] };
    const long = { ...arrears(ledger.catalogue, "guilty long", 1), values: [NOT_STATED, 1n] };
    const report = await submit([...good.slice(0, 20), future, short, long, ...good.slice(20)]);
    assert.equal(report.sent, 60);
    assert.deepEqual(new Set(report.failed.map(({ statement }) => statement)), new Set([future, short, long]));
    const reasonOf = (wanted: Statement) => report.failed.find(({ statement }) => statement === wanted)?.reason ?? "";
    assert.match(reasonOf(future), /observed at 2074/);
    assert.match(reasonOf(short), /0 values|value/i);
  });

  it("names a statement that fits no record, and sends the others", async () => {
    const malformed = arrears(ledger.catalogue, "malformed", FAR_TOO_LONG_AHEAD);
    const report = await submit([malformed, ...history(ledger.catalogue, "well formed", 2, 1)]);
    assert.equal(report.sent, 2);
    assert.equal(report.failed[0]?.statement, malformed);
    assert.match(report.failed[0]?.reason ?? "", /observedAt/);
  });

  it("holds back the later statements of a key whose older one was refused", async () => {
    const refused = { ...arrears(ledger.catalogue, "held", 1), values: [] };
    const later = arrears(ledger.catalogue, "held", 2);
    const other = arrears(ledger.catalogue, "not held", 2);
    const report = await submit([later, refused, other]);
    assert.equal(report.sent, 1);
    assert.match(report.failed.find(({ statement }) => statement === later)?.reason ?? "", /held back/);
    assert.equal(await newestOf(other), attestationIdOf(other));
  });

  it("tells at once that a wallet may not sign, without a transaction", async () => {
    const report = await submit(history(ledger.catalogue, "stranger", 20, 2), { signer: ledger.wallet("signer:3") });
    assert.deepEqual([report.sent, report.transactions, report.failed.length], [0, 0, 40]);
    assert.match(report.failed[0]?.reason ?? "", /tax/);
  });

  it("lets a relayer send what the agency signed", async () => {
    const [statement] = history(ledger.catalogue, "relayed", 1, 1) as [Statement];
    const from = (await ledger.provider.getBlockNumber()) + 1;
    const before = await ledger.provider.getTransactionCount(developmentWallet("signer:2").address);
    const report = await submit([statement], { relayer: ledger.wallet("relayer") });
    assert.equal(report.sent, 1);
    const [event] = await ledger.registry.queryFilter(ledger.registry.filters.Attested(), from);
    assert.equal(event?.args.signer, developmentWallet("signer:2").address);
    assert.equal((await event?.getTransaction())?.from, developmentWallet("relayer").address);
    assert.equal(await ledger.provider.getTransactionCount(developmentWallet("signer:2").address), before);
  });

  it("signs the digest that the contract computes", async () => {
    const statements = history(ledger.catalogue, "digest", 3, 2);
    const schemaId = statements[0]?.schemaId ?? "";
    const structs = statements.map(({ values, ...rest }) => ({ ...rest, values: [...values] }));
    const domain = attestationDomain(31337n, await ledger.registry.getAddress());
    assert.equal(
      TypedDataEncoder.hash(domain, BATCH_TYPES, { schemaId, statements, deadline: FIRST_TIME }),
      await ledger.registry.attestationBatchDigest(schemaId, structs, FIRST_TIME),
    );
  });

  it("goes on where a killed run ended", async () => {
    const [companies, days] = [10, 10];
    const args = [ledger.url, await ledger.registry.getAddress(), "killed", String(companies), String(days)];
    const child = spawn(process.execPath, [SUBMITTER, ...args], { stdio: ["ignore", "pipe", "inherit"] });
    for await (const line of createInterface({ input: child.stdout })) if (line.startsWith("sent ")) break;
    child.kill("SIGKILL");
    await once(child, "exit");

    const statements = history(ledger.catalogue, "killed", companies, days);
    const report = await submit(statements);
    assert.ok(report.sent > 0 && report.sent < 100, `${report.sent} of 100 were left`);
    assert.equal(report.sent + report.skipped.standing + report.skipped.older, 100);
    for (const newest of statements.slice(0, companies)) assert.equal(await newestOf(newest), attestationIdOf(newest));
  });

  describe("over a line that fails", () => {
    let line: Awaited<ReturnType<typeof startLine>>;
    let far: Awaited<ReturnType<typeof connect>>;
    before(async () => {
      line = await startLine(ledger.url);
      far = await connect(line.url);
    });
    after(async () => {
      far.destroy();
      await line.close();
    });

    const overLine = async (
      statements: readonly Statement[],
      more: Partial<Parameters<typeof submitStatements>[0]>,
    ) => {
      const { AttestationRegistry } = await ledgerContracts(ledger.record.contracts, far);
      return submit(statements, {
        registry: AttestationRegistry,
        signer: developmentWallet("signer:2").connect(far),
        ...more,
      });
    };

    it("waits through a short outage", async () => {
      let failures = 0;
      line.breakWhen((body) => (body.includes("eth_estimateGas") && failures++ < 2 ? "down" : "none"));
      const report = await overLine(history(ledger.catalogue, "outage", 5, 2), {});
      assert.deepEqual([report.sent, failures, report.stopped], [10, 3, undefined]);
    });

    it("stops when the chain is gone, says so, and finishes when run again", async () => {
      let sent = 0;
      line.breakWhen((body) => {
        if (body.includes("eth_sendRawTransaction")) sent++;
        return sent > 2 ? "down" : "none";
      });
      const statements = history(ledger.catalogue, "gone", 10, 5);
      const report = await overLine(statements, { gasCap: 500_000n });
      assert.match(report.stopped ?? "", /cannot be reached/);
      assert.ok(report.sent > 0);
      assert.equal(report.sent + report.failed.length, 50);
      assert.match(report.failed[0]?.reason ?? "", /cannot be reached/);

      line.breakWhen(() => "none");
      const second = await overLine(statements, {});
      assert.deepEqual([second.sent, second.failed], [50 - report.sent, []]);
    });

    it("notices that a transaction was mined although its answer was lost", async () => {
      let lost = 0;
      line.breakWhen((body) => (body.includes("eth_sendRawTransaction") && lost++ === 0 ? "lose the answer" : "none"));
      const statements = history(ledger.catalogue, "lost", 4, 1);
      const before = await ledger.provider.getTransactionCount(developmentWallet("signer:2").address);
      const report = await overLine(statements, {});
      assert.deepEqual([report.sent, report.failed, lost], [4, [], 1]);
      assert.equal(await ledger.provider.getTransactionCount(developmentWallet("signer:2").address), before + 1);
    });
  });
});
