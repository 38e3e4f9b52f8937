import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { describe, it } from "node:test";
import express from "express";

import { ClientGone } from "../../../indexer-api/src/http/chunk-writer.ts";
import { EventStream } from "../../../indexer-api/src/http/event-stream.ts";

/** Opens a stream to a reader who reads nothing, or goes away at once. */
async function withReader(leaves: boolean, work: (stream: EventStream) => Promise<void>): Promise<void> {
  const app = express();
  const opened = Promise.withResolvers<EventStream>();
  app.get("/", (_, response) => opened.resolve(new EventStream(response, { heartbeatMs: 5, patienceMs: 200 })));
  const server = createServer(app).listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  socket.pause().on("error", () => undefined);
  socket.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  try {
    const stream = await opened.promise;
    if (leaves) {
      socket.destroy();
      await new Promise<void>((resolve) => stream.onClose(resolve));
    }
    await work(stream);
  } finally {
    socket.destroy();
    server.close();
    server.closeAllConnections();
  }
}

describe("EventStream", () => {
  it("cuts off who does not read, having sent no more than the connection holds", async () => {
    await withReader(false, async (stream) => {
      const data = { text: "x".repeat(100_000) };
      let sent = 0;
      const sending = async () => {
        for (; sent < 1_000; sent++) await stream.send({ id: String(sent), event: "test", data });
      };
      await assert.rejects(sending, ClientGone);
      assert.ok(sent > 0 && sent < 500, `${sent} events of 100 kB went out`);
      assert.equal(stream.open, false);
    });
  });

  it("says that a reader who left is gone", async () => {
    await withReader(true, async (stream) => {
      assert.equal(stream.open, false);
      await assert.rejects(stream.send({ id: "1", event: "test", data: {} }), ClientGone);
      stream.end();
    });
  });
});
