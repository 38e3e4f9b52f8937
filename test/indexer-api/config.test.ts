import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { ConfigError, readConfig } from "../../indexer-api/src/config.ts";

const ENOUGH = {
  DATABASE_URL: "postgresql://reader:secret@127.0.0.1:5432/lingnan",
  GRAPH_URL: "http://127.0.0.1:8000/subgraphs/name/lingnan",
  RPC_URL: "http://127.0.0.1:8545",
  DEPLOYMENT_RECORD: "deployments/local.json",
};

function linesOf(env: Record<string, string>): string[] {
  try {
    readConfig(env);
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error.message.split("\n").slice(1);
  }
  return assert.fail("the configuration was accepted");
}

describe("readConfig", () => {
  it("needs no more than where its neighbours are", () => {
    const config = readConfig(ENOUGH);
    assert.equal(config.HOST, "127.0.0.1");
    assert.equal(config.PORT, 3000);
    assert.equal(config.ACCESS_POLICY, "public", "what nobody decided is not shown");
    assert.equal(config.MAX_LAG_SECONDS, 10);
    assert.equal(config.MATCH_SNAPSHOT, undefined);
    assert.equal(config.EVENT_RETENTION_DAYS, 30);
  });

  it("reads numbers and takes an empty variable for an absent one", () => {
    const config = readConfig({ ...ENOUGH, PORT: "0", MAX_LAG_SECONDS: "2.5", LOG_LEVEL: "", MATCH_SNAPSHOT: "" });
    assert.equal(config.PORT, 0);
    assert.equal(config.MAX_LAG_SECONDS, 2.5);
    assert.equal(config.LOG_LEVEL, "info");
    assert.equal(config.MATCH_SNAPSHOT, undefined);
    assert.equal(readConfig({ ...ENOUGH, MATCH_SNAPSHOT: "match.snapshot" }).MATCH_SNAPSHOT, "match.snapshot");
  });

  it("names every variable that is missing", () => {
    assert.deepEqual(linesOf({ PORT: "3000" }), [
      "  DATABASE_URL: missing",
      "  GRAPH_URL: missing",
      "  RPC_URL: missing",
      "  DEPLOYMENT_RECORD: missing",
    ]);
  });

  it("names variable, value and rule", () => {
    const lines = linesOf({
      ...ENOUGH,
      PORT: "70000",
      ACCESS_POLICY: "open",
      POLL_MS: "often",
      EVENT_RETENTION_DAYS: "0",
    });
    assert.equal(lines.length, 4);
    assert.match(lines[0] ?? "", /PORT: "70000": .*65535/);
    assert.match(lines[1] ?? "", /ACCESS_POLICY: "open": .*"public"\|"development"/);
    assert.match(lines[2] ?? "", /POLL_MS: "often": .*number/);
    assert.match(lines[3] ?? "", /EVENT_RETENTION_DAYS: "0": .*1/);
  });

  it("does not print a URL, which may hold a password", () => {
    const [line] = linesOf({ ...ENOUGH, DATABASE_URL: "mysql://reader:secret@host/db" });
    assert.match(line ?? "", /DATABASE_URL: must be a URL/);
    assert.doesNotMatch(line ?? "", /secret/);
  });
});
