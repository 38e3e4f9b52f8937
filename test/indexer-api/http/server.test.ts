import assert from "node:assert/strict";
import { once } from "node:events";
import type { RequestListener, Server } from "node:http";
import { connect } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { afterEach, describe, it } from "node:test";

import { liftBodyDeadline } from "../../../indexer-api/src/http/body-deadline.ts";
import { closeServer, deadlineServer } from "../../../indexer-api/src/http/server.ts";

const LONG = 600_000;
/** Requests that never become whole. */
const HALVES = {
  "half a head": "GET / HTTP/1.1\r\nHost: x\r\nX-A: ",
  "half a body of known length": "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{",
  "half a body in chunks": "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
  "a body that nobody reads": "POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\n{",
};

describe("deadlineServer", () => {
  const sockets: Socket[] = [];
  let server: Server;
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    if (server.listening) await closeServer(server, 0);
  });

  /** Answers once the body is there; at `/lifted` it may take its time, at `/unread` it is not waited for. */
  const answer: RequestListener = (request, response) => {
    if (request.url === "/lifted") liftBodyDeadline(request);
    if (request.url === "/unread") response.end("unread");
    else request.on("end", () => response.end("whole")).resume();
  };

  async function start(times: { headMs?: number; bodyMs?: number }): Promise<void> {
    server = deadlineServer(answer, { headMs: LONG, bodyMs: LONG, checkMs: 20, ...times }).listen(0, "127.0.0.1");
    await once(server, "listening");
  }

  async function send(text: string): Promise<Socket> {
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    socket.on("error", () => undefined);
    sockets.push(socket);
    await once(socket, "connect");
    socket.write(text);
    return socket;
  }

  for (const [what, text] of Object.entries(HALVES)) {
    it(`cuts off ${what}`, { timeout: 10_000 }, async () => {
      await start(what === "half a head" ? { headMs: 100 } : { bodyMs: 100 });
      const socket = await send(text);
      socket.resume();
      await once(socket, "close");
    });

    it(`is closed though there is ${what}`, { timeout: 10_000 }, async () => {
      await start({});
      const arrived = once(server, "connection");
      const socket = await send(text);
      socket.resume();
      await arrived;
      await Promise.all([closeServer(server, 100), once(socket, "close")]);
    });
  }

  it("gives who has no deadline all the time, and keeps whom it has answered", { timeout: 10_000 }, async () => {
    await start({ bodyMs: 50 });
    const slow = await send("POST /lifted HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{");
    const quick = await send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}");
    await once(quick, "data");
    const cutOff = await send(HALVES["half a body of known length"]);
    await once(cutOff.resume(), "close");
    for (const [socket, rest] of [
      [slow, "}"],
      [quick, "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"],
    ] as const) {
      socket.write(rest);
      const [data] = (await once(socket, "data")) as [Buffer];
      assert.match(data.toString(), /^HTTP\/1\.1 200 OK/);
    }
  });

  it("answers what was asked before it closes", { timeout: 10_000 }, async () => {
    await start({});
    const arrived = once(server, "request");
    const socket = await send("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{");
    await arrived;
    const closed = closeServer(server, LONG);
    socket.write("}");
    const [data] = (await once(socket, "data")) as [Buffer];
    assert.match(data.toString(), /whole$/);
    await closed;
  });
});
