import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";

import { Service } from "../../../scripts/stack/service.ts";
import { eventually, isRunning } from "./processes.ts";

const SLEEPS = "setInterval(() => {}, 1000); console.log('up');";
const DEAF = `process.on('SIGINT', () => console.log('heard')); ${SLEEPS}`;

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), "lingnan-service-test-"))));
after(() => rmSync(folder, { recursive: true }));

function start(name: string, code: string, graceMs?: number): Service {
  return new Service({
    name,
    command: process.execPath,
    args: ["-e", code],
    cwd: folder,
    logPath: join(folder, `${name}.log`),
    ...(graceMs !== undefined && { graceMs }),
  });
}

const says = (service: Service, word: string) => () =>
  Promise.resolve(readFileSync(service.logPath, "utf8").includes(word));

describe("Service", () => {
  it("is ready when the probe says so, and ends when it is stopped", async () => {
    const service = start("plain", SLEEPS);
    await service.untilReady(says(service, "up"), 10_000);
    await service.stop();
    assert.deepEqual(await service.exited, { code: null, signal: "SIGINT" });
    assert.equal(service.diedAlone, false);
    assert.ok(!isRunning(service.pid ?? 0));
  });

  it("tells a program's last words when it ends before it is ready", async () => {
    const service = start("dying", "console.error('no disk'); process.exit(3)");
    await assert.rejects(
      service.untilReady(() => Promise.resolve(false), 10_000),
      /dying ended with exit code 3[^]*no disk/,
    );
    assert.ok(service.diedAlone);
  });

  it("says what keeps a program from starting at all", async () => {
    const service = new Service({
      name: "ghost",
      command: join(folder, "nowhere"),
      args: [],
      cwd: folder,
      logPath: join(folder, "ghost.log"),
    });
    await assert.rejects(
      service.untilReady(() => Promise.resolve(false), 10_000),
      /ghost could not be started: .*ENOENT/,
    );
    await service.stop();
  });

  it("gives up on a program that is never ready, showing its log", async () => {
    const service = start("slow", SLEEPS);
    await eventually(says(service, "up"));
    await assert.rejects(
      service.untilReady(() => Promise.reject(new Error("not yet")), 60),
      /slow was not ready within[^]*\| up/,
    );
    await service.stop();
  });

  it("stops waiting when it is aborted", async () => {
    const service = start("aborted", SLEEPS);
    const abort = new AbortController();
    const waiting = service.untilReady(() => Promise.resolve(false), 10_000, abort.signal);
    abort.abort(new Error("enough"));
    await assert.rejects(waiting, /enough/);
    await service.stop();
  });

  it("kills a program that ignores the request to end", async () => {
    const service = start("deaf", DEAF, 300);
    await service.untilReady(says(service, "up"), 10_000);
    await service.stop();
    assert.deepEqual(await service.exited, { code: null, signal: "SIGKILL" });
    assert.match(readFileSync(service.logPath, "utf8"), /heard/);
  });

  it("takes the program's own children with it", async () => {
    const pidFile = join(folder, "grandchild");
    const code = `const c = require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(DEAF)}]);
      require('fs').writeFileSync(${JSON.stringify(pidFile)}, String(c.pid)); ${SLEEPS}`;
    const service = start("parent", code);
    assert.ok(await eventually(() => existsSync(pidFile) && readFileSync(pidFile, "utf8") !== ""));
    const grandchild = Number(readFileSync(pidFile, "utf8"));
    assert.ok(isRunning(grandchild));
    await service.stop();
    assert.ok(await eventually(() => !isRunning(grandchild)));
  });

  it("does not ask twice when it is told to kill", async () => {
    const service = start("killed", DEAF);
    await service.untilReady(says(service, "up"), 10_000);
    service.kill();
    assert.equal((await service.exited).signal, "SIGKILL");
    assert.equal(service.diedAlone, false);
  });
});
