import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import type { z } from "zod";

import { developmentUscc } from "../../catalogue/index.ts";
import { readConfig } from "../../indexer-api/src/config.ts";
import { ledgerOf, readDeployment } from "../../indexer-api/src/deployment.ts";
import type { matchingStatus } from "../../indexer-api/src/routes/match-status.contract.ts";
import { startService } from "../../indexer-api/src/service.ts";
import type { Service } from "../../indexer-api/src/service.ts";
import { startDatabase } from "./match-store/database.ts";
import type { TestDatabase } from "./match-store/database.ts";
import { TestLedger } from "./match-store/ledger.ts";
import { NOW } from "./stated.ts";

type MatchingStatus = z.output<typeof matchingStatus.response>;

const CONTRACTS = [
  ...["EntityRegistry", "AttestationRegistry", "SoftAssets", "PledgeRegistry", "ProductCatalogue"],
  ...["GuaranteeRegistry", "LoanDesk", "Declarations", "Scorecard"],
];
const NOBODY = "http://127.0.0.1:9";
const BATCH = "POST /v1/match/batch HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-ndjson\r\n";
/** What is still open when the service is asked to stop, and what is sent on then. */
const OPEN = {
  "nothing at all": ["", ""],
  "half a head": ["GET /v1/matching HTTP/1.1\r\nHost: x\r\nX-A: ", ""],
  "half a body of JSON": [
    "POST /v1/match HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{",
    "",
  ],
  "a batch that pauses": [`${BATCH}Transfer-Encoding: chunked\r\n\r\n`, ""],
  "a batch that goes on": [`${BATCH}Transfer-Encoding: chunked\r\n\r\n`, "3\r\n{}\n\r\n"],
} as const;

/** Over a real database; graph-node and chain do not answer, and are not needed by what is in it already. */
describe("startService", () => {
  let db: TestDatabase;
  let record: string;
  let snapshot: string;
  before(async () => {
    db = await startDatabase();
    [record, snapshot] = [join(db.folder, "deployment.json"), join(db.folder, "companies.snapshot")];
    const ledger = new TestLedger(db);
    await ledger.startAnew();
    ledger.register(developmentUscc("service test"));
    await ledger.block(NOW);
    const contracts = Object.fromEntries(CONTRACTS.map((name) => [name, { address: `0x${"11".repeat(20)}` }]));
    const about = { network: "test", chainId: 1, version: "1", startBlock: 0, deployedAt: 0, catalogueVersion: "1" };
    await writeFile(record, JSON.stringify({ ...about, contracts }));
    await db.client.query("update follow_state set identity = $1", [
      `${ledgerOf(readDeployment(record))}, subgraph Qm`,
    ]);
  });
  after(() => db?.stop());

  async function start(): Promise<Service> {
    const config = readConfig({
      ...{ DATABASE_URL: db.url, GRAPH_URL: NOBODY, RPC_URL: NOBODY, DEPLOYMENT_RECORD: record, PORT: "0" },
      ...{ MATCH_SNAPSHOT: snapshot, LOG_LEVEL: "silent" },
    });
    const service = await startService(config, pino({ level: "silent" }));
    for (let tries = 0; ; tries++) {
      const { matching } = (await (await fetch(`${service.url}/v1/matching`)).json()) as MatchingStatus;
      if (matching.phase === "ready") return service;
      assert.ok(tries < 500, `matching is still ${matching.phase}`);
      await sleep(20);
    }
  }

  for (const [what, [first, further]] of Object.entries(OPEN)) {
    it(`stops in order and keeps a snapshot with ${what} open`, { timeout: 60_000 }, async () => {
      await rm(snapshot, { force: true });
      const service = await start();
      const socket = connect(Number(new URL(service.url).port), "127.0.0.1");
      socket.on("error", () => undefined).resume();
      await once(socket, "connect");
      socket.write(first);
      const closed = once(socket, "close");
      const sending = setInterval(() => socket.write(further), 20);
      try {
        // Until the service has what was sent.
        await (await fetch(`${service.url}/healthz`)).text();
        await service.stop();
        await closed;
      } finally {
        clearInterval(sending);
        socket.destroy();
      }
      assert.ok(existsSync(snapshot));
    });
  }
});
