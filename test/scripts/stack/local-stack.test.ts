import assert from "node:assert/strict";
import { once } from "node:events";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, it } from "node:test";

import { rpc } from "../../../scripts/stack/json-rpc.ts";
import { startLocalStack, STACK_STEPS, type StackSteps } from "../../../scripts/stack/local-stack.ts";
import { choosePorts, parsePorts, type Ports, whyUnavailable } from "../../../scripts/stack/ports.ts";
import { Progress } from "../../../scripts/stack/progress.ts";
import { runningChildren } from "./processes.ts";

const CLOCK_START = new Date("2020-03-01T00:00:00Z");

/** Steps that get as far as a running chain and database, and then find `fault`. */
function stepsUntil(fault: (rpcUrl: string) => Promise<never>): StackSteps<never> {
  return {
    compileSubgraph: () => Promise.resolve(),
    deploy: ({ rpcUrl }) => fault(rpcUrl),
    prepareSubgraph: () => assert.fail("there was no deployment to prepare a subgraph for"),
  };
}

describe("startLocalStack", () => {
  let parent: string;
  let ports: Ports;
  const start = (steps: StackSteps<never>, signal?: AbortSignal) =>
    startLocalStack({
      ports,
      progress: new Progress(STACK_STEPS, new PassThrough() as unknown as NodeJS.WriteStream),
      steps,
      clockStart: CLOCK_START,
      keep: join(parent, "kept"),
      ...(signal && { signal }),
    });

  beforeEach(async () => {
    parent = mkdtempSync(join(tmpdir(), "lingnan-local-stack-test-"));
    // PostgreSQL runs as another user when this one is root.
    chmodSync(parent, 0o711);
    ports = await choosePorts(parsePorts("auto"), assert.fail);
  });
  afterEach(() => rmSync(parent, { recursive: true }));

  async function assertNothingLeft(): Promise<void> {
    assert.deepEqual(runningChildren(), []);
    for (const port of Object.values(ports)) assert.equal(await whyUnavailable(port), undefined, `port ${port}`);
  }

  it("stops what had started when a step half way fails, and says why", async () => {
    let timestamp = 0;
    const steps = stepsUntil(async (rpcUrl) => {
      const block = (await rpc(rpcUrl, "eth_getBlockByNumber", ["latest", false])) as { timestamp: string };
      timestamp = Number(block.timestamp);
      throw new Error("the deployer has no right to do this");
    });
    await assert.rejects(start(steps), /the deployer has no right to do this/);
    assert.ok(timestamp >= CLOCK_START.getTime() / 1000 && timestamp < CLOCK_START.getTime() / 1000 + 3_600);
    await assertNothingLeft();
  });

  it("stops what had started when it is aborted", async () => {
    const abort = new AbortController();
    const steps = stepsUntil(() => {
      abort.abort(new Error("stopped by SIGINT"));
      return new Promise(() => undefined);
    });
    await assert.rejects(start(steps, abort.signal), /stopped by SIGINT/);
    await assertNothingLeft();
  });

  it("shows the log of a part that cannot start, and stops the others", async (t) => {
    const squatter = createServer();
    const release = (): void => {
      squatter.close();
      squatter.closeAllConnections();
    };
    t.after(release);
    await once(squatter.listen(ports.postgres, "127.0.0.1"), "listening");
    await assert.rejects(
      start(stepsUntil(() => new Promise(() => undefined))),
      /PostgreSQL ended with exit code 1[^]*last lines of [^]*could not bind/,
    );
    release();
    await assertNothingLeft();
    const logs = join(parent, "kept", "logs");
    assert.ok(readdirSync(logs).includes("postgresql.log"));
    assert.match(readFileSync(join(logs, "postgresql.log"), "utf8"), /could not bind/);
  });
});
