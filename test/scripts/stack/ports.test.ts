import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { after, before, describe, it } from "node:test";

import { UsageError } from "../../../scripts/cli/usage-error.ts";
import { choosePorts, parsePorts, PORT_NAMES, whyUnavailable } from "../../../scripts/stack/ports.ts";

const usageError =
  (...parts: string[]) =>
  (error: unknown) => {
    assert.ok(error instanceof UsageError);
    for (const part of parts) assert.ok(error.message.includes(part), `"${error.message}" does not say "${part}"`);
    return true;
  };

describe("parsePorts", () => {
  it("asks for nothing when the option is absent or empty", () => {
    assert.deepEqual(parsePorts(undefined), { auto: false, explicit: {} });
    assert.deepEqual(parsePorts(""), { auto: false, explicit: {} });
  });

  it("reads auto, assignments, and both together", () => {
    assert.deepEqual(parsePorts("auto"), { auto: true, explicit: {} });
    assert.deepEqual(parsePorts(" chain=9545 , api=4000"), { auto: false, explicit: { chain: 9545, api: 4000 } });
    assert.deepEqual(parsePorts("auto,api=4000"), { auto: true, explicit: { api: 4000 } });
  });

  it("names the part that it cannot read, and the rule", () => {
    assert.throws(() => parsePorts("chian=1"), usageError("chian=1", "graphql"));
    assert.throws(() => parsePorts("toString=1"), usageError("toString=1"));
    for (const value of ["", "0", "65536", "-1", "80.5", "0x50", "http"]) {
      assert.throws(() => parsePorts(`api=${value}`), usageError(`api="${value}"`, "1 to 65535"));
    }
  });

  it("refuses one number for two names, and one name twice with it", () => {
    assert.throws(() => parsePorts("api=4000,chain=4000"), usageError("chain=4000", "api"));
  });
});

describe("choosePorts", () => {
  const squatter = createServer();
  let taken = 0;

  before(async () => {
    await once(squatter.listen(0, "127.0.0.1"), "listening");
    taken = (squatter.address() as AddressInfo).port;
  });
  after(() => squatter.close());

  it("finds a free port of its own for every name", async () => {
    const ports = await choosePorts(parsePorts("auto"), assert.fail);
    assert.deepEqual(Object.keys(ports).sort(), [...PORT_NAMES].sort());
    assert.equal(new Set(Object.values(ports)).size, PORT_NAMES.length);
    for (const port of Object.values(ports)) assert.equal(await whyUnavailable(port), undefined);
  });

  it("refuses a port asked for by number that another program has, naming port and option", async () => {
    await assert.rejects(
      choosePorts(parsePorts(`auto,api=${taken}`), assert.fail),
      usageError(`port ${taken}`, "taken", "--ports api=PORT"),
    );
  });

  it("sees a port as taken that another program holds on all interfaces", async () => {
    const everywhere = createServer();
    await once(everywhere.listen(0, "0.0.0.0"), "listening");
    assert.match((await whyUnavailable((everywhere.address() as AddressInfo).port)) ?? "", /taken/);
    everywhere.close();
  });

  it("moves a default that is taken to the next free port and says so", async () => {
    const defaults = await choosePorts(parsePorts(undefined), () => undefined);
    const holder = createServer();
    await once(holder.listen(defaults.chain, "127.0.0.1"), "listening");
    const notes: string[] = [];
    const ports = await choosePorts(parsePorts(undefined), (line) => notes.push(line));
    holder.close();
    assert.ok(ports.chain > defaults.chain);
    assert.ok(notes.some((line) => line.includes(`chain uses ${ports.chain}`)));
  });
});
